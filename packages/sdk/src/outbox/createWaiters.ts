import type { TransactionReceipt } from 'viem'
import { ContractRevertedError } from '../errors/contract.js'
import { IntentUnknownError, NonceTakenError, TransactionRevertedError } from '../errors/outbox.js'
import { abortable } from '../internal/abortable.js'
import type { Store } from '../store/store.js'
import { rowKey } from './submitIntent.js'
import { type Intent, intents } from './tables.js'

type Waiter = { resolve: (receipt: TransactionReceipt) => void; reject: (error: unknown) => void }

/** Those who wait for intents to end. */
export function createWaiters(store: Store, name: string) {
  const waiters = new Map<string, Set<Waiter>>()

  async function check(key: string) {
    const intent = await store.transaction((tx) => intents.get(tx, rowKey(name, key)))
    const outcome = getOutcome(intent)
    if (!outcome) return
    for (const waiter of waiters.get(key) ?? []) {
      if ('receipt' in outcome) waiter.resolve(outcome.receipt)
      else waiter.reject(outcome.error)
    }
    waiters.delete(key)
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
      const first = check(key).then(() => ended)
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
    async checkAll() {
      for (const key of [...waiters.keys()]) await check(key)
    },
    rejectAll(error: unknown) {
      for (const set of waiters.values()) for (const waiter of set) waiter.reject(error)
      waiters.clear()
    },
  }
}

function getOutcome(
  intent: Intent | undefined,
): { receipt: TransactionReceipt } | { error: unknown } | undefined {
  if (!intent) return { error: new IntentUnknownError() }
  if (intent.state === 'done') return { receipt: intent.receipt }
  if (intent.state === 'reverted') return { error: new TransactionRevertedError(intent.receipt) }
  if (intent.state !== 'failed') return undefined
  if (intent.reason === 'nonceTaken') return { error: new NonceTakenError() }
  const { errorName, args = [] } = intent
  const decoded = errorName === undefined ? undefined : { errorName, args }
  return { error: new ContractRevertedError(decoded, { paymentState: 'unpaid' }) }
}
