import type { Hex, TransactionReceipt } from 'viem'
import { abortable } from '../internal/abortable.js'
import type { Store } from '../store/store.js'
import { getOutcome } from './getOutcome.js'
import { rowKey } from './submitIntent.js'
import { intents } from './tables.js'

type Waiter = { resolve: (receipt: TransactionReceipt) => void; reject: (error: unknown) => void }

/** Those who wait for intents to end. */
export function createWaiters(
  store: Store,
  name: string,
  getReceipt: (hash: Hex) => Promise<TransactionReceipt>,
) {
  const waiters = new Map<string, Set<Waiter>>()

  async function check(keys: readonly string[]) {
    if (keys.length === 0) return
    const rows = await store.transaction(async (tx) => {
      const found = []
      for (const key of keys) found.push(await intents.get(tx, rowKey(name, key)))
      return found
    })
    for (const [index, key] of keys.entries()) {
      const outcome = await getOutcome(rows[index], getReceipt)
      if (!outcome) continue
      for (const waiter of waiters.get(key) ?? []) {
        if ('receipt' in outcome) waiter.resolve(outcome.receipt)
        else waiter.reject(outcome.error)
      }
      waiters.delete(key)
    }
  }

  return {
    async wait(key: string, signal?: AbortSignal | undefined): Promise<TransactionReceipt> {
      signal?.throwIfAborted()
      const set = waiters.get(key) ?? new Set()
      waiters.set(key, set)
      let waiter: Waiter | undefined
      const ended = new Promise<TransactionReceipt>((resolve, reject) => {
        waiter = { resolve, reject }
        set.add(waiter)
      })
      const first = check([key]).then(() => ended)
      // When the first look fails, nobody is left to see this one fail.
      ended.catch(() => {})
      try {
        return await abortable(first, signal)
      } finally {
        if (waiter) set.delete(waiter)
        if (set.size === 0 && waiters.get(key) === set) waiters.delete(key)
      }
    },
    /** Looks again; another process may have finished what is being waited for. */
    checkAll: () => check([...waiters.keys()]),
    rejectAll(error: unknown) {
      for (const set of waiters.values()) for (const waiter of set) waiter.reject(error)
      waiters.clear()
    },
  }
}
