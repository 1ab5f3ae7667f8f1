import type { prixAbi } from '../../../src/contracts/generated.js'
import type { FollowerEvent } from '../../../src/follower/types.js'
import { memory } from '../../../src/store/memory/memory.js'
import { numberKey } from '../../../src/store/numberKey.js'
import type { Store, Transaction } from '../../../src/store/store.js'

type Event = Pick<
  FollowerEvent<typeof prixAbi>,
  'blockNumber' | 'logIndex' | 'blockHash' | 'transactionHash' | 'data'
>

/** What somebody believes to have happened on the chain, kept as a role would keep it. */
export type Ledger = {
  store: Store
  apply(tx: Transaction, events: readonly Event[]): Promise<void>
  undo(tx: Transaction, events: readonly Event[]): Promise<void>
  /** Entries from a block on, in order, as {@link describeEvent} writes them. */
  list(fromBlock: bigint): Promise<string[]>
  readonly counts: { applied: number; undone: number }
}

/** Says everything of an event that makes it that one. */
export function describeEvent(event: Event): string {
  const { blockHash, blockNumber, data, logIndex, transactionHash } = event
  return [numberKey(blockNumber), numberKey(logIndex), blockHash, transactionHash, data].join('/')
}

const table = 'test.ledger'

/** @param onFinding Told of what may never happen, whatever the chain does. */
export function createLedger(onFinding: (finding: string) => void): Ledger {
  const store = memory()
  const counts = { applied: 0, undone: 0 }
  return {
    store,
    counts,
    async apply(tx, events) {
      for (const event of events) {
        const key = describeEvent(event)
        if ((await tx.get(table, key)) !== undefined) onFinding(`applied twice: ${key}`)
        await tx.set(table, key, '')
        counts.applied++
      }
    },
    async undo(tx, events) {
      const order = events.map(describeEvent)
      if (order.some((key, index) => index > 0 && key > (order[index - 1] ?? '')))
        onFinding(`undone in the wrong order: ${order.join(', ')}`)
      for (const key of order) {
        if ((await tx.get(table, key)) === undefined) onFinding(`undone but not applied: ${key}`)
        await tx.delete(table, key)
        counts.undone++
      }
    },
    async list(fromBlock) {
      const rows = await store.transaction((tx) => tx.list(table, { after: numberKey(fromBlock) }))
      return rows.map(({ key }) => key)
    },
  }
}
