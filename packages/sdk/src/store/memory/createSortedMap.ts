import { compareText } from '../compareText.js'
import type { Entry, ListOptions } from '../store.js'

/** A map from text to text that can be read in key order. */
export type SortedMap = {
  get(key: string): string | undefined
  /** `undefined` deletes. */
  set(key: string, value: string | undefined): void
  list(options: ListOptions): Entry[]
}

export function createSortedMap(): SortedMap {
  const values = new Map<string, string>()
  // Kept in order by binary search: moving 100,000 references costs less than a tree would.
  const keys: string[] = []

  /** Index of the first key that is at least `key`, or greater than it. */
  function search(key: string, greater: boolean): number {
    let low = 0
    let high = keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const order = compareText(keys[middle] ?? '', key)
      if (order < 0 || (greater && order === 0)) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    get: (key) => values.get(key),
    set(key, value) {
      const exists = values.has(key)
      if (value === undefined) {
        if (exists) keys.splice(search(key, false), 1)
        values.delete(key)
        return
      }
      if (!exists) keys.splice(search(key, false), 0, key)
      values.set(key, value)
    },
    list({ prefix = '', after, limit = Number.POSITIVE_INFINITY }) {
      const entries: Entry[] = []
      const from = Math.max(search(prefix, false), after === undefined ? 0 : search(after, true))
      for (let index = from; index < keys.length && entries.length < limit; index++) {
        const key = keys[index] ?? ''
        if (!key.startsWith(prefix)) break
        entries.push({ key, value: values.get(key) ?? '' })
      }
      return entries
    },
  }
}
