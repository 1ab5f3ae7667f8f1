import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest: begun last, they would be waited for alone. */
const longest = [
  'tools/deploy/deploy.test.ts',
  'test/browser/browser.test.ts',
  'test/package/package.test.ts',
  'test/long/chaos.test.ts',
  'src/subscriber/killed.test.ts',
  'test/long/restarts.test.ts',
  'src/drivers/socks/socks.test.ts',
]

/** The usual order, but with the files that take longest before all others, of whichever project. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => getRank(a) - getRank(b))
  }
}

function getRank({ moduleId }: TestSpecification): number {
  const rank = longest.findIndex((end) => moduleId.endsWith(`/${end}`))
  return rank < 0 ? longest.length : rank
}
