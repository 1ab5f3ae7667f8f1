import { type BackendTransaction, serializeTransactions } from '../serializeTransactions.js'
import type { Store } from '../store.js'
import { createSortedMap, type SortedMap } from './createSortedMap.js'

/**
 * A store in memory: for tests, for the devnet, and for apps that can lose what they know. Works in
 * browsers.
 *
 * @returns An empty store; what is in it is gone once nothing refers to it.
 *
 * @example
 * ```ts
 * import { memory } from '@passband/sdk/store/memory'
 *
 * const store = memory()
 * await store.transaction(async (tx) => {
 *   await tx.set('greetings', 'en', 'hello')
 * })
 * ```
 */
export function memory(): Store {
  const tables = new Map<string, SortedMap>()
  return serializeTransactions({
    begin: async () => begin(tables),
    close: async () => tables.clear(),
  })
}

function begin(tables: Map<string, SortedMap>): BackendTransaction {
  const undo: (() => void)[] = []

  function write(name: string, key: string, value: string | undefined) {
    let table = tables.get(name)
    if (!table) {
      if (value === undefined) return
      table = createSortedMap()
      tables.set(name, table)
    }
    const before = table.get(key)
    const { set } = table
    undo.push(() => set(key, before))
    set(key, value)
  }

  return {
    get: async (table, key) => tables.get(table)?.get(key),
    set: async (table, key, value) => write(table, key, value),
    delete: async (table, key) => write(table, key, undefined),
    list: async (table, options) => tables.get(table)?.list(options) ?? [],
    commit: async () => {},
    rollback: async () => {
      for (const step of undo.reverse()) step()
    },
  }
}
