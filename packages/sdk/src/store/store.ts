/**
 * The store port: text documents in ordered key spaces, so that memory, web storage, SQLite and
 * PostgreSQL can all carry it. Types only.
 *
 * An implementation must pass `runStoreCompliance`.
 */
export type Store = {
  /**
   * Runs `work` atomically and alone: what it wrote is there for ever once the promise resolves, and
   * a throw undoes all of it and is passed on. Keep `work` short and free of network calls; others
   * wait for it.
   *
   * A transaction inside a transaction of the same store is a mistake. Where the platform makes it
   * possible (Node does), it is a `StoreNestedTransactionError`; elsewhere it waits for ever.
   */
  transaction<value>(work: (tx: Transaction) => Promise<value>): Promise<value>
  /** Waits for transactions that were already asked for, and lets go of everything. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * What can be done inside a transaction. Tables come into being when first written to. Table names,
 * keys and values are well-formed Unicode without U+0000, keys at most 1,024 bytes of UTF-8.
 */
export type Transaction = {
  get(table: string, key: string): Promise<string | undefined>
  set(table: string, key: string, value: string): Promise<void>
  /** Deleting what is not there is fine. */
  delete(table: string, key: string): Promise<void>
  /** In key order, by the bytes of the keys in UTF-8. */
  list(table: string, options?: ListOptions): Promise<Entry[]>
}

export type ListOptions = {
  /** Only keys that start with it. */
  prefix?: string | undefined
  /** Only keys after it; it need not exist. */
  after?: string | undefined
  /** At most so many, an integer from 0. */
  limit?: number | undefined
}

export type Entry = { key: string; value: string }
