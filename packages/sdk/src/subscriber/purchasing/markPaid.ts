import type { Hex } from 'viem'
import type { SubscriberContext } from '../context.js'
import { updatePurchase } from './updatePurchase.js'

/** Writes down that the pass is on chain, and tells it once. */
export async function markPaid(context: SubscriberContext, passId: Hex): Promise<void> {
  const written = await updatePurchase(context, passId, (row) =>
    ['quoted', 'signing', 'sent'].includes(row.state) ? { ...row, state: 'paid' } : undefined,
  )
  if (written?.changed) context.events.emit('paid', { passId, hash: written.row.hash })
}
