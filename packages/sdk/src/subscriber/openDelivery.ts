import type { Hex } from 'viem'
import * as z from 'zod/mini'
import { PassbandError } from '../errors/base.js'
import {
  DeliveryInvalidError,
  DeliveryTimeoutError,
  PassKeysMissingError,
} from '../errors/purchase.js'
import { delay } from '../internal/delay.js'
import { type ConnectionInfo, connectionInfo } from '../protocol/connectionInfo.js'
import { delivery } from '../protocol/messages/delivery.js'
import type { Terms } from '../protocol/terms.js'
import { unseal } from '../protocol/unseal.js'
import { verifyMessage } from '../protocol/verifyMessage.js'
import type { SubscriberContext } from './context.js'
import { notePurchase } from './purchasing/notePurchase.js'
import { passes, passKeys, requests } from './tables.js'
import { waitForDelivery } from './waitForDelivery.js'

export type DeliveryOptions = {
  /** Longest wait for the gateway, in seconds. @default 60 */
  timeoutSeconds?: number | undefined
  signal?: AbortSignal | undefined
}

/** How long to wait for another delivery than the one that is there, in milliseconds. */
const pause = 1_000

type Keys = { recipientSecret: Hex; clientSecret: Hex }

/** Waits for what the gateway delivers, checks that it is the gateway's, and opens it. */
export async function openDelivery(
  context: SubscriberContext,
  { passId, terms }: { passId: Hex; terms: Terms },
  options: DeliveryOptions,
): Promise<{ info: ConnectionInfo; clientSecret: Hex }> {
  const { keys, wereMade } = await readKeys(context, passId)
  if (keys.length === 0) throw new PassKeysMissingError()
  const { deployment, messenger } = context
  const { signal, timeoutSeconds = 60 } = options
  const end = performance.now() + timeoutSeconds * 1_000
  for (;;) {
    const left = Math.max((end - performance.now()) / 1_000, 0)
    const delivered = await waitForDelivery(messenger, passId, { signal, timeoutSeconds: left })
    const { gateway, sealed } = delivered.message
    if (delivered.message.passId !== passId || gateway !== terms.gateway)
      throw new DeliveryInvalidError()
    await verifyMessage(delivery, delivered, { deployment, now: 0 }).catch((cause: unknown) => {
      throw new DeliveryInvalidError(PassbandError.is(cause) ? { cause } : {})
    })
    for (const { clientSecret, recipientSecret } of keys) {
      const text = await unseal(sealed, {
        privateKey: recipientSecret,
        context: { kind: 'connectionInfo', deployment, gateway, passId },
      }).catch(() => undefined)
      if (text === undefined) continue
      const info = read(text)
      await notePurchase(context, passId, (row) =>
        row.state === 'paid' ? { ...row, state: 'delivered' } : undefined,
      )
      context.events.emit('delivered', { passId })
      return { info, clientSecret }
    }
    if (!wereMade) throw new DeliveryInvalidError()
    // Sealed to keys of before: the gateway has not followed yet.
    if (performance.now() + pause >= end) throw new DeliveryTimeoutError(timeoutSeconds, {})
    await delay(pause, signal)
  }
}

function read(text: string): ConnectionInfo {
  try {
    return z.parse(connectionInfo, JSON.parse(text))
  } catch {
    throw new DeliveryInvalidError()
  }
}

/** Keys that a delivery may be sealed to, the newest first, and whether some were made after the purchase. */
async function readKeys(
  { store }: SubscriberContext,
  passId: Hex,
): Promise<{ keys: Keys[]; wereMade: boolean }> {
  return store.transaction(async (tx) => {
    const rows = await passKeys.list(tx, { prefix: `${passId}/` })
    const made = rows.map(({ value }) => value).reverse()
    const newest = made.findIndex(({ isKnown }) => isKnown)
    if (newest >= 0) return { keys: made.slice(0, newest + 1), wereMade: true }
    const row = await passes.get(tx, passId)
    const bought = row && (await requests.get(tx, row.quote.details.requestId))
    return { keys: bought ? [...made, bought] : made, wereMade: made.length > 0 }
  })
}
