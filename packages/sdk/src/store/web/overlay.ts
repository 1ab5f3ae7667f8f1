import { compareText } from '../compareText.js'
import type { Entry, ListOptions } from '../store.js'

/** What a transaction wrote and nobody else sees yet, by table and key. `undefined` deletes. */
export type Changes = Map<string, Map<string, string | undefined>>

/** Lays what was written over what was read. Both are of one table and fit the options. */
export function overlay(
  read: readonly Entry[],
  changes: ReadonlyMap<string, string | undefined> | undefined,
  { after, limit, prefix = '' }: ListOptions,
): Entry[] {
  const entries = new Map<string, string | undefined>(read.map(({ key, value }) => [key, value]))
  for (const [key, value] of changes ?? []) {
    const fits = key.startsWith(prefix) && (after === undefined || compareText(key, after) > 0)
    if (fits) entries.set(key, value)
  }
  return [...entries]
    .flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]))
    .sort((a, b) => compareText(a.key, b.key))
    .slice(0, limit)
}
