import { JestChaiExpect, JestExtend } from '@vitest/expect'
import * as chai from 'chai'

/** What stands for Vitest where a page runs a compliance suite: the same `expect`, and the least around it. */
type Work = (...row: never[]) => unknown

chai.use(JestExtend)
chai.use(JestChaiExpect)
export const expect = (value: unknown, message?: string) => chai.expect(value, message)

const tests: { name: string; work: () => unknown }[] = []
const cleanUps: Work[] = []

export function test(name: string, work: () => unknown) {
  tests.push({ name, work })
}
test.each = (rows: readonly (readonly unknown[])[]) => (name: string, work: Work) => {
  for (const row of rows) test(`${name} (${row[0]})`, () => work(...(row as never[])))
}
export const describe = (_: string, work: () => void) => work()
export const afterEach = (work: Work) => cleanUps.push(work)

/** Runs what was collected, one after the other. */
export async function runTests(): Promise<{ passed: string[]; failed: string[] }> {
  const passed: string[] = []
  const failed: string[] = []
  for (const { name, work } of tests) {
    try {
      await work()
      passed.push(name)
    } catch (error) {
      failed.push(`${name}: ${error instanceof Error ? error.stack : error}`)
    }
    for (const cleanUp of cleanUps) await cleanUp()
  }
  return { passed, failed }
}
