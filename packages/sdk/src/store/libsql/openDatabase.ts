import { open } from 'node:fs/promises'
import type Database from 'libsql'
import { PackageMissingError } from '../../errors/config.js'
import { StoreError } from '../../errors/store.js'
import { retryWhileBusy } from './retryWhileBusy.js'

const schemaVersion = 1

// Without a hidden row number, a row is one entry in one tree: half the writes.
const schema = `
  CREATE TABLE IF NOT EXISTS documents (
    name TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, key)
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${schemaVersion};
`

/** Opens or creates the database file, and makes it durable: what was committed survives power loss. */
export async function openDatabase(path: string, busyTimeout: number): Promise<Database.Database> {
  const { default: Libsql } = await import('libsql').catch((cause) => {
    throw new PackageMissingError('libsql', { cause })
  })
  if (path !== ':memory:') await createPrivately(path)
  const database = new Libsql(path)
  try {
    // Short, because SQLite waits by blocking the whole process; the patient part is ours.
    database.exec('PRAGMA busy_timeout = 10')
    await retryWhileBusy(() => {
      database.exec('PRAGMA journal_mode = WAL')
      database.exec('PRAGMA synchronous = FULL')
    }, busyTimeout)
    await retryWhileBusy(() => database.exec('BEGIN IMMEDIATE'), busyTimeout)
    const { user_version } = database.prepare('PRAGMA user_version').get() as {
      user_version: number
    }
    if (user_version === 0) database.exec(schema)
    else if (user_version !== schemaVersion) {
      throw new StoreError({
        cause: new Error(`The file has format ${user_version}, not ${schemaVersion}.`),
      })
    }
    database.exec('COMMIT')
    return database
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    database.close()
    throw error
  }
}

/** The store holds keys. An existing file keeps its mode, and SQLite gives its side files the same. */
async function createPrivately(path: string) {
  try {
    // Never opens an existing file: closing it would drop the locks that this process has on it.
    const file = await open(path, 'wx', 0o600)
    await file.close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
