import type { Hex } from 'viem'
import type { Transaction } from '../../store/store.js'
import type { SubscriberContext } from '../context.js'
import { type PurchaseRow, passes } from '../tables.js'

type Awaitable<value> = value | Promise<value>

/** Writes down how far a purchase is, unless somebody else was faster. Says what is written now. */
export async function updatePurchase(
  { store }: SubscriberContext,
  passId: Hex,
  change: (row: PurchaseRow, tx: Transaction) => Awaitable<PurchaseRow | undefined>,
): Promise<{ row: PurchaseRow; changed: boolean } | undefined> {
  return store.transaction(async (tx) => {
    const row = await passes.get(tx, passId)
    if (!row) return undefined
    const next = await change(row, tx)
    if (!next) return { row, changed: false }
    await passes.put(tx, passId, next)
    return { row: next, changed: true }
  })
}
