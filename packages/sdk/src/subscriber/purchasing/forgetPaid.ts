import type { Hex } from 'viem'
import type { SubscriberContext } from '../context.js'
import { updatePurchase } from './updatePurchase.js'

/**
 * Goes back behind the payment when the chain has taken it back, and tells it once.
 *
 * @returns Whether it was written down as paid.
 */
export async function forgetPaid(context: SubscriberContext, passId: Hex): Promise<boolean> {
  const written = await updatePurchase(context, passId, (row) => {
    if (['quoted', 'signing', 'sent'].includes(row.state)) return undefined
    return { ...row, state: row.hash ? 'sent' : 'signing' }
  })
  if (written?.changed) context.events.emit('reorganized', { passId })
  return written?.changed ?? false
}
