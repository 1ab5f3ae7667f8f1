import type { Hex } from 'viem'
import * as z from 'zod/mini'
import { PassbandError } from '../errors/base.js'
import { SbnUnreachableError } from '../errors/messaging.js'
import {
  DeliveryInvalidError,
  DeliveryTimeoutError,
  PassKeysMissingError,
} from '../errors/purchase.js'
import { delay } from '../internal/delay.js'
import { type ConnectionInfo, connectionInfo } from '../protocol/connectionInfo.js'
import type { Signed } from '../protocol/defineMessage.js'
import { type Delivery, delivery } from '../protocol/messages/delivery.js'
import type { Terms } from '../protocol/terms.js'
import { unseal } from '../protocol/unseal.js'
import { verifyMessage } from '../protocol/verifyMessage.js'
import type { SubscriberContext } from './context.js'
import { updatePurchase } from './purchasing/updatePurchase.js'
import { passes, requests } from './tables.js'

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
  const delivered = await waitForDelivery(context, passId, options)
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
  await updatePurchase(context, passId, (row) =>
    row.state === 'paid' ? { ...row, state: 'delivered' } : undefined,
  )
  context.events.emit('delivered', { passId })
  return { info, clientSecret: keys.clientSecret }
}

/** An SBN that is away for a moment does not end the wait: the gateway may have delivered already. */
async function waitForDelivery(
  { messenger }: SubscriberContext,
  passId: Hex,
  { timeoutSeconds = 60, signal }: DeliveryOptions,
): Promise<Signed<Delivery>> {
  const end = Date.now() + timeoutSeconds * 1_000
  let cause: unknown
  for (;;) {
    const left = end - Date.now()
    if (left <= 0) throw new DeliveryTimeoutError(timeoutSeconds, { cause })
    try {
      const waitSeconds = Math.ceil(Math.min(left / 1_000, 20))
      const found = await messenger.getDelivery(passId, { waitSeconds, signal })
      if (found) return found
    } catch (error) {
      if (!(error instanceof SbnUnreachableError)) throw error
      cause = error
    }
    // An SBN that does not wait, or is not there, is not asked without pause.
    await delay(250, signal)
  }
}
