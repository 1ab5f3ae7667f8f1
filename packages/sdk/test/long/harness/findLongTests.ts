import { readdirSync } from 'node:fs'
import type { LongTest } from './types.js'

const folder = new URL('..', import.meta.url)

/** Names of all long tests, in order. */
export function listLongTests(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -3))
    .sort()
}

/** The long test in a file. */
export async function loadLongTest(name: string): Promise<LongTest> {
  const { longTest } = (await import(new URL(`${name}.ts`, folder).href)) as {
    longTest?: LongTest
  }
  if (typeof longTest?.run !== 'function' || !Number.isInteger(longTest.rounds))
    throw new Error(`packages/sdk/test/long/${name}.ts exports no longTest.`)
  return longTest
}
