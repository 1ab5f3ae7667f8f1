import { PassbandError } from '../../errors/base.js'
import { StoreError } from '../../errors/store.js'
import { compareText } from '../compareText.js'
import { prefixEnd } from '../prefixEnd.js'
import { type BackendTransaction, serializeTransactions } from '../serializeTransactions.js'
import type { Entry, ListOptions, Store } from '../store.js'
import { acquireLock } from './acquireLock.js'
import { answerOf, documents, openDatabase } from './openDatabase.js'
import { type Changes, overlay } from './overlay.js'

export type WebParameters = {
  /** Name of the database; stores of one name share their data. @default 'passband' */
  name?: string | undefined
  /** How long to wait for other tabs that use it, in milliseconds. @default 10_000 */
  busyTimeout?: number | undefined
}

/**
 * A store in the browser: IndexedDB, with a Web Lock for each transaction, so that tabs, workers and
 * frames of one origin share it as processes share a file. A transaction that was acknowledged is on
 * the disk, and one that a closed tab left half done never was.
 *
 * (Not web storage: that can neither write two keys at once nor say when something is on the disk.)
 *
 * Browsers may clear a site's data when space is short; `navigator.storage.persist()` asks them not to.
 * Anything else on the same origin can read it, keys included.
 *
 * @returns The store. Its transactions reject with `StoreUnavailableError` where the platform has no
 * IndexedDB or Web Locks (browsers have them on secure pages), `StoreBusyError` when another tab kept
 * it for too long, and `StoreError` for everything that the disk is to blame for.
 *
 * @example
 * ```ts
 * import { web } from '@passband/sdk/store/web'
 *
 * const subscriber = new Subscriber({ client, sbn: url, drivers: ['socks'], store: web() })
 * ```
 *
 * @see https://www.w3.org/TR/IndexedDB/
 */
export function web({ name = 'passband', busyTimeout = 10_000 }: WebParameters = {}): Store {
  let database: Promise<IDBDatabase> | undefined
  const open = () => {
    database ??= openDatabase(name, () => {
      database = undefined
    })
    // The next transaction tries again.
    database.catch(() => {
      database = undefined
    })
    return database
  }
  return serializeTransactions({
    begin: () =>
      wrapErrors(async () => {
        const release = await acquireLock(`passband ${name}`, busyTimeout)
        try {
          return transact(await open(), release)
        } catch (error) {
          release()
          throw error
        }
      }),
    close: () =>
      wrapErrors(async () => {
        const opened = await database
        opened?.close()
      }),
  })
}

/** Keys as bytes: IndexedDB orders bytes as bytes, but text by its UTF-16 halves. */
const bytesOf = (text: string) => new TextEncoder().encode(text)
const keyOf = (table: string, key: string) => [table, bytesOf(key)]

function transact(database: IDBDatabase, release: () => void): BackendTransaction {
  // Written at the end and at once: IndexedDB closes a transaction that waits for anything else.
  const changes: Changes = new Map()
  const read = () => database.transaction(documents).objectStore(documents)
  const change = (table: string, key: string, value: string | undefined) => {
    const changed = changes.get(table) ?? new Map<string, string | undefined>()
    changes.set(table, changed.set(key, value))
  }
  return {
    get: (table, key) =>
      wrapErrors(async () => {
        const changed = changes.get(table)
        if (changed?.has(key)) return changed.get(key)
        return ((await answerOf(read().get(keyOf(table, key)))) as Entry | undefined)?.value
      }),
    set: async (table, key, value) => change(table, key, value),
    delete: async (table, key) => change(table, key, undefined),
    list: (table, options) =>
      wrapErrors(async () => {
        const { limit } = options
        const range = rangeOf(table, options)
        if (limit === 0 || !range) return []
        const changed = changes.get(table)
        const count = limit === undefined ? undefined : limit + (changed?.size ?? 0)
        const entries = (await answerOf(read().getAll(range, count))) as Entry[]
        return overlay(entries, changed, options)
      }),
    commit: () =>
      wrapErrors(async () => {
        try {
          if (changes.size > 0) await write(database, changes)
        } finally {
          release()
        }
      }),
    rollback: async () => release(),
  }
}

/** The keys that a list looks at, or `undefined` when there are none. */
function rangeOf(table: string, { after, prefix = '' }: ListOptions): IDBKeyRange | undefined {
  const end = prefixEnd(prefix)
  const isAfter = after !== undefined && compareText(after, prefix) >= 0
  if (isAfter && end !== undefined && compareText(after, end) >= 0) return undefined
  const lower = keyOf(table, isAfter ? after : prefix)
  // An array comes after all bytes.
  const upper = end === undefined ? [table, []] : keyOf(table, end)
  return IDBKeyRange.bound(lower, upper, isAfter, true)
}

function write(database: IDBDatabase, changes: Changes): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(documents, 'readwrite', { durability: 'strict' })
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
    const store = transaction.objectStore(documents)
    for (const [table, changed] of changes)
      for (const [key, value] of changed)
        if (value === undefined) store.delete(keyOf(table, key))
        else store.put({ key, value }, keyOf(table, key))
  })
}

async function wrapErrors<value>(work: () => value | Promise<value>): Promise<value> {
  try {
    return await work()
  } catch (cause) {
    throw PassbandError.is(cause) ? cause : new StoreError({ cause })
  }
}
