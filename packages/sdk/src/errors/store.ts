import { PassbandError } from './base.js'

/** The store failed: disk full, file damaged, no permission. The transaction did not happen. */
export class StoreError extends PassbandError {
  override readonly name = 'StoreError'
  /** What the database or the system calls it, for example `SQLITE_FULL` or `ENOENT`. */
  readonly reason: string | undefined

  constructor(options: { cause?: unknown } = {}) {
    const { code } = (options.cause ?? {}) as { code?: unknown }
    const reason = typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : undefined
    super(`The store failed${reason ? ` (${reason})` : ''}.`, { code: 'STORE_FAILED', ...options })
    this.reason = reason
  }
}

/** The platform lacks what the store is made of. */
export class StoreUnavailableError extends PassbandError {
  override readonly name = 'StoreUnavailableError'

  constructor(what: string) {
    super(`This platform has no ${what}.`, {
      code: 'STORE_UNAVAILABLE',
      hint: 'Browsers have it on secure pages (https, or localhost); elsewhere use another store.',
    })
  }
}

/** The store was used after its `close()`. */
export class StoreClosedError extends PassbandError {
  override readonly name = 'StoreClosedError'

  constructor() {
    super('The store is closed.', { code: 'STORE_CLOSED' })
  }
}

/** Others kept the store busy for too long, for example another process with a long transaction. */
export class StoreBusyError extends PassbandError {
  override readonly name = 'StoreBusyError'

  constructor(options: { cause?: unknown } = {}) {
    super('The store was busy for too long.', { code: 'STORE_BUSY', retryable: true, ...options })
  }
}

/** A transaction was started, or the store closed, inside a transaction of the same store. */
export class StoreNestedTransactionError extends PassbandError {
  override readonly name = 'StoreNestedTransactionError'

  constructor() {
    super('The store was asked for a transaction from inside a transaction.', {
      code: 'STORE_NESTED_TRANSACTION',
      hint: 'Hand the open transaction on instead.',
    })
  }
}

/** A transaction was used after its work had ended. */
export class StoreTransactionEndedError extends PassbandError {
  override readonly name = 'StoreTransactionEndedError'

  constructor() {
    super('The transaction has ended.', {
      code: 'STORE_TRANSACTION_ENDED',
      hint: 'Await everything that uses it.',
    })
  }
}

/** A table name, key, value or list option that no store can hold. */
export class StoreInputError extends PassbandError {
  override readonly name = 'StoreInputError'

  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, { code: 'STORE_INPUT_INVALID', ...options })
  }
}

/** A row was inserted under a key that already has one. */
export class StoreRowExistsError extends PassbandError {
  override readonly name = 'StoreRowExistsError'
  readonly table: string

  constructor(table: string) {
    super(`The table "${table}" already has a row with this key.`, { code: 'STORE_ROW_EXISTS' })
    this.table = table
  }
}

/** A row was to be updated that does not exist. */
export class StoreRowMissingError extends PassbandError {
  override readonly name = 'StoreRowMissingError'
  readonly table: string

  constructor(table: string) {
    super(`The table "${table}" has no row with this key.`, { code: 'STORE_ROW_MISSING' })
    this.table = table
  }
}

/** A stored row does not fit the table's schema: damaged, or written by another version. */
export class StoreRowInvalidError extends PassbandError {
  override readonly name = 'StoreRowInvalidError'
  readonly table: string

  constructor(table: string, options: { cause?: unknown } = {}) {
    super(`A row of the table "${table}" cannot be read.`, {
      code: 'STORE_ROW_INVALID',
      ...options,
    })
    this.table = table
  }
}
