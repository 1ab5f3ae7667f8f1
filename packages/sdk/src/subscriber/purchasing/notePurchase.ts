import type { Hex } from 'viem'
import { PassbandError } from '../../errors/base.js'
import type { SubscriberContext } from '../context.js'
import type { PurchaseRow } from '../tables.js'
import { updatePurchase } from './updatePurchase.js'

/**
 * Writes down what can be found out again: that something was delivered, connected or left. A store that
 * fails now, perhaps since the disk is full, must not hide what has just come true.
 */
export async function notePurchase(
  context: SubscriberContext,
  passId: Hex,
  change: (row: PurchaseRow) => PurchaseRow | undefined,
): Promise<void> {
  await updatePurchase(context, passId, change).catch((error: unknown) => {
    if (!PassbandError.is(error) || !error.name.startsWith('Store')) throw error
  })
}
