import type { Hex } from 'viem'
import { PassbandError } from '../../errors/base.js'
import { delay } from '../../internal/delay.js'
import { decodeDelivery, getDeliveryTopic } from '../../protocol/chainMessage.js'
import type { Signed } from '../../protocol/defineMessage.js'
import { type Delivery, delivery } from '../../protocol/messages/delivery.js'
import { verifyMessage } from '../../protocol/verifyMessage.js'
import type { ChainContext } from './context.js'
import { readPosted } from './readPosted.js'
import { type Purchase, readPurchase } from './readPurchase.js'

/**
 * Waits for a delivery on the board: posted by the pass's gateway, or handed on by its SBN, and signed
 * by the gateway. The newest one counts.
 *
 * @returns `undefined` when nothing came in time.
 */
export async function readDelivery(
  context: ChainContext,
  passId: Hex,
  { signal, waitSeconds }: { waitSeconds: number; signal: AbortSignal | undefined },
): Promise<Signed<Delivery> | undefined> {
  const end = Date.now() + waitSeconds * 1_000
  let purchase: Purchase | undefined
  for (;;) {
    try {
      purchase ??= await readPurchase(context, passId, signal)
      const found = purchase && (await findDelivery(context, passId, purchase, signal))
      if (found) return found
    } catch (error) {
      // An RPC server that fails for a moment does not end the waiting.
      if (!PassbandError.is(error) || !error.retryable || Date.now() > end) throw error
    }
    if (Date.now() > end) return undefined
    await delay(context.client.pollingInterval, signal)
  }
}

async function findDelivery(
  context: ChainContext,
  passId: Hex,
  { blockNumber: fromBlock, terms }: Purchase,
  signal: AbortSignal | undefined,
): Promise<Signed<Delivery> | undefined> {
  const { sbn } = context
  const { gateway } = terms
  const filter = { sender: [gateway, sbn], topic: getDeliveryTopic(passId), fromBlock }
  const posted = await readPosted(context, filter, signal)
  for (const { message } of posted.reverse()) {
    const signed = decodeDelivery(message, { gateway, passId })
    if (signed && (await isGenuine(signed, context))) return signed
  }
  return undefined
}

function isGenuine(
  signed: Signed<Delivery>,
  { deployment }: Pick<ChainContext, 'deployment'>,
): Promise<boolean> {
  return verifyMessage(delivery, signed, { deployment, now: 0 }).then(
    () => true,
    () => false,
  )
}
