import {
  StoreClosedError,
  StoreNestedTransactionError,
  StoreTransactionEndedError,
} from '../errors/store.js'
import { assertKey, assertListOptions, assertTable, assertValue } from './assertInput.js'
import type { Entry, ListOptions, Store, Transaction } from './store.js'

/** What an adapter does itself. Calls never overlap, and input is already checked. */
export type StoreBackend = {
  begin(): Promise<BackendTransaction>
  close(): Promise<void>
}

export type BackendTransaction = {
  get(table: string, key: string): Promise<string | undefined>
  set(table: string, key: string, value: string): Promise<void>
  delete(table: string, key: string): Promise<void>
  list(table: string, options: ListOptions): Promise<Entry[]>
  commit(): Promise<void>
  rollback(): Promise<void>
}

/** A transaction that runs: of which store, and inside of which one of another store. */
type Scope = { open: boolean; backend: StoreBackend; outer: Scope | undefined }

/** One for all stores: each that there ever was makes every promise of the process dearer. */
const scopes = createScopeStorage()

/**
 * Makes a store from a backend that can do one transaction at a time: queues them, checks input,
 * and finds mistakes such as a transaction inside a transaction.
 */
export function serializeTransactions(backend: StoreBackend): Store {
  let last: Promise<unknown> = Promise.resolve()
  let closing: Promise<void> | undefined

  function enqueue<value>(work: () => Promise<value>): Promise<value> {
    const result = last.then(work)
    last = result.catch(() => {})
    return result
  }

  async function run<value>(work: (tx: Transaction) => Promise<value>): Promise<value> {
    const backendTransaction = await backend.begin()
    const scope: Scope = { open: true, backend, outer: findOpen() }
    const tx = guard(backendTransaction, scope)
    try {
      const value = await (scopes ? scopes.run(scope, () => work(tx)) : work(tx))
      scope.open = false
      await backendTransaction.commit()
      return value
    } catch (error) {
      scope.open = false
      await backendTransaction.rollback()
      throw error
    }
  }

  const close = async () => {
    if (isInside(backend)) throw new StoreNestedTransactionError()
    closing ??= enqueue(() => backend.close())
    await closing
  }

  return {
    async transaction(work) {
      if (closing) throw new StoreClosedError()
      if (isInside(backend)) throw new StoreNestedTransactionError()
      return enqueue(() => run(work))
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function guard(backend: BackendTransaction, scope: Scope): Transaction {
  const assertOpen = () => {
    if (!scope.open) throw new StoreTransactionEndedError()
  }
  return {
    async get(table, key) {
      assertOpen()
      assertTable(table)
      assertKey(key)
      return backend.get(table, key)
    },
    async set(table, key, value) {
      assertOpen()
      assertTable(table)
      assertKey(key)
      assertValue(value)
      return backend.set(table, key, value)
    },
    async delete(table, key) {
      assertOpen()
      assertTable(table)
      assertKey(key)
      return backend.delete(table, key)
    },
    async list(table, options = {}) {
      assertOpen()
      assertTable(table)
      assertListOptions(options)
      return backend.list(table, options)
    },
  }
}

function isInside(backend: StoreBackend): boolean {
  for (let scope = findOpen(); scope; scope = scope.outer)
    if (scope.open && scope.backend === backend) return true
  return false
}

/** What goes on after a transaction still carries its scope, and must not keep it for ever. */
function findOpen(): Scope | undefined {
  let scope = scopes?.getStore()
  while (scope && !scope.open) scope = scope.outer
  return scope
}

/** Asked for at run time so that browsers, which have no such module, can load this file too. */
function createScopeStorage() {
  const hooks = globalThis.process?.getBuiltinModule?.('node:async_hooks')
  return hooks && new hooks.AsyncLocalStorage<Scope>()
}
