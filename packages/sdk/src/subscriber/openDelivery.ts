import type { Hex } from 'viem'
import * as z from 'zod/mini'
import { PassbandError } from '../errors/base.js'
import { DeliveryInvalidError, PassKeysMissingError } from '../errors/purchase.js'
import { type ConnectionInfo, connectionInfo } from '../protocol/connectionInfo.js'
import { delivery } from '../protocol/messages/delivery.js'
import type { Terms } from '../protocol/terms.js'
import { unseal } from '../protocol/unseal.js'
import { verifyMessage } from '../protocol/verifyMessage.js'
import type { SubscriberContext } from './context.js'
import { notePurchase } from './purchasing/notePurchase.js'
import { passes, requests } from './tables.js'
import { waitForDelivery } from './waitForDelivery.js'

export type DeliveryOptions = {
  /** Longest wait for the gateway, in seconds. @default 60 */
  timeoutSeconds?: number | undefined
  signal?: AbortSignal | undefined
}

/** Waits for what the gateway delivers, checks that it is the gateway's, and opens it. */
export async function openDelivery(
  context: SubscriberContext,
  { passId, terms }: { passId: Hex; terms: Terms },
  options: DeliveryOptions,
): Promise<{ info: ConnectionInfo; clientSecret: Hex }> {
  const keys = await context.store.transaction(async (tx) => {
    const row = await passes.get(tx, passId)
    return row && requests.get(tx, row.quote.details.requestId)
  })
  if (!keys) throw new PassKeysMissingError()
  const delivered = await waitForDelivery(context.messenger, passId, options)
  if (delivered.message.passId !== passId || delivered.message.gateway !== terms.gateway)
    throw new DeliveryInvalidError()
  const { deployment } = context
  let info: ConnectionInfo
  try {
    await verifyMessage(delivery, delivered, { deployment, now: 0 })
    const text = await unseal(delivered.message.sealed, {
      privateKey: keys.recipientSecret,
      context: { kind: 'connectionInfo', deployment, gateway: terms.gateway, passId },
    })
    info = z.parse(connectionInfo, JSON.parse(text))
  } catch (cause) {
    throw new DeliveryInvalidError(PassbandError.is(cause) ? { cause } : {})
  }
  await notePurchase(context, passId, (row) =>
    row.state === 'paid' ? { ...row, state: 'delivered' } : undefined,
  )
  context.events.emit('delivered', { passId })
  return { info, clientSecret: keys.clientSecret }
}
