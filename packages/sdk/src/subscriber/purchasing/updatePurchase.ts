import type { Hex } from 'viem'
import type { SubscriberContext } from '../context.js'
import { type PurchaseRow, passes } from '../tables.js'

/** Writes down how far a purchase is, unless somebody else was faster. Says what is written now. */
export async function updatePurchase(
  { store }: SubscriberContext,
  passId: Hex,
  change: (row: PurchaseRow) => PurchaseRow | undefined,
): Promise<{ row: PurchaseRow; changed: boolean } | undefined> {
  return store.transaction(async (tx) => {
    const row = await passes.get(tx, passId)
    if (!row) return undefined
    const next = change(row)
    if (!next) return { row, changed: false }
    await passes.put(tx, passId, next)
    return { row: next, changed: true }
  })
}
