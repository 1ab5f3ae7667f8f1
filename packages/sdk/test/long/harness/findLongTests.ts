import { readdirSync } from 'node:fs'
import type { LongTest } from './types.js'

/** Where long tests live: those of the SDK, and those of the contracts. */
const folders = ['..', '../../../../contracts/test/long/'].map(
  (path) => new URL(path, import.meta.url),
)

/** Names of all long tests, in order. */
export function listLongTests(): string[] {
  return folders.flatMap(listFiles).sort()
}

function listFiles(folder: URL): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -3))
}

/** The long test in a file. */
export async function loadLongTest(name: string): Promise<LongTest> {
  const folder = folders.find((one) => listFiles(one).includes(name))
  const { longTest } = (await import(new URL(`${name}.ts`, folder).href)) as {
    longTest?: LongTest
  }
  if (typeof longTest?.run !== 'function' || !Number.isInteger(longTest.rounds))
    throw new Error(`test/long/${name}.ts exports no longTest.`)
  return longTest
}
