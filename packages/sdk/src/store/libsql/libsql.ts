import { setImmediate as nextTurn } from 'node:timers/promises'
import type Database from 'libsql'
import { PassbandError } from '../../errors/base.js'
import { StoreError } from '../../errors/store.js'
import { prefixEnd } from '../prefixEnd.js'
import { type BackendTransaction, serializeTransactions } from '../serializeTransactions.js'
import type { Entry, ListOptions, Store } from '../store.js'
import { openDatabase } from './openDatabase.js'
import { retryWhileBusy } from './retryWhileBusy.js'

/** Milliseconds. */
const longestTurn = 10

export type LibsqlParameters = {
  /** The database file; made, readable by its owner only, when it does not exist. */
  path: string
  /** How long to wait for other processes that use the file, in milliseconds. 10,000 by default. */
  busyTimeout?: number | undefined
}

/**
 * A store in a file: SQLite through the package `libsql`, which has to be installed. A transaction
 * that was acknowledged survives a crash and a power loss. Several processes may share the file on
 * one machine; never put it on a network drive.
 *
 * The file is opened by the first transaction, so that is where a wrong path shows.
 *
 * @returns The store. Its transactions reject with `PackageMissingError` without the
 * package, `StoreBusyError` when another process kept the file locked, and `StoreError`
 * for everything that the disk or the file is to blame for.
 *
 * @example
 * ```ts
 * import { libsql } from '@passband/sdk/store/libsql'
 *
 * await using store = libsql({ path: './gateway.db' })
 * await store.transaction(async (tx) => {
 *   await tx.set('greetings', 'en', 'hello')
 * })
 * ```
 */
export function libsql(parameters: LibsqlParameters): Store {
  const { path, busyTimeout = 10_000 } = parameters
  let connection: Connection | undefined
  let lastTurn = 0
  return serializeTransactions({
    begin: () =>
      wrapErrors(async () => {
        // SQLite never waits: many transactions in a row would keep out sockets and timers.
        if (performance.now() - lastTurn > longestTurn) {
          await nextTurn()
          lastTurn = performance.now()
        }
        connection ??= prepare(await openDatabase(path, busyTimeout))
        const { database } = connection
        await retryWhileBusy(() => database.exec('BEGIN IMMEDIATE'), busyTimeout)
        return transact(connection)
      }),
    close: () => wrapErrors(() => void connection?.database.close()),
  })
}

type Connection = ReturnType<typeof prepare>

function prepare(database: Database.Database) {
  const list = (condition: string) =>
    database.prepare(
      `SELECT key, value FROM documents WHERE name = ? AND ${condition} ORDER BY key LIMIT ?`,
    )
  return {
    database,
    get: database.prepare('SELECT value FROM documents WHERE name = ? AND key = ?'),
    set: database.prepare(
      `INSERT INTO documents (name, key, value) VALUES (?, ?, ?)
       ON CONFLICT (name, key) DO UPDATE SET value = excluded.value`,
    ),
    delete: database.prepare('DELETE FROM documents WHERE name = ? AND key = ?'),
    listFrom: list('key >= ? AND key > ?'),
    listBetween: list('key >= ? AND key > ? AND key < ?'),
  }
}

function transact(connection: Connection): BackendTransaction {
  const { database } = connection
  return {
    get: (table, key) =>
      wrapErrors(() => (connection.get.get(table, key) as { value: string } | undefined)?.value),
    set: (table, key, value) => wrapErrors(() => void connection.set.run(table, key, value)),
    delete: (table, key) => wrapErrors(() => void connection.delete.run(table, key)),
    list: (table, options) => wrapErrors(() => list(connection, table, options)),
    commit: () => wrapErrors(() => void database.exec('COMMIT')),
    rollback: () =>
      wrapErrors(() => {
        // A full disk makes SQLite roll back by itself.
        if (database.inTransaction) database.exec('ROLLBACK')
      }),
  }
}

function list(connection: Connection, table: string, options: ListOptions): Entry[] {
  const { prefix = '', after = '', limit = -1 } = options
  const end = prefixEnd(prefix)
  const rows =
    end === undefined
      ? connection.listFrom.all(table, prefix, after, limit)
      : connection.listBetween.all(table, prefix, after, end, limit)
  return rows as Entry[]
}

async function wrapErrors<value>(work: () => value | Promise<value>): Promise<value> {
  try {
    return await work()
  } catch (cause) {
    throw PassbandError.is(cause) ? cause : new StoreError({ cause })
  }
}
