import { type Hex, isAddressEqual, keccak256 } from 'viem'
import { SbnRefusedError } from '../../errors/messaging.js'
import type { Signed } from '../../protocol/defineMessage.js'
import type { Delivery } from '../../protocol/messages/delivery.js'
import type { Transaction } from '../../store/store.js'
import { deliveries, passes, replacedDeliveries } from '../tables.js'
import { findGatewayQuote } from './findQuote.js'

/**
 * Keeps what a pass's own gateway delivers, in place of what it delivered before: its endpoint may have
 * changed. An earlier delivery is not taken again, since everybody who has seen it could send it.
 *
 * @throws `SbnRefusedError` `PASS_UNKNOWN`, `DELIVERY_REPLACED`, `TOO_MANY_DELIVERIES`
 */
export async function takeDelivery(tx: Transaction, signed: Signed<Delivery>): Promise<void> {
  const { gateway, passId, sealed } = signed.message
  const pass = await passes.get(tx, passId)
  // A pass whose quote is lost is known from the chain.
  if (!pass?.terms || !isAddressEqual(pass.terms.gateway, gateway))
    await findGatewayQuote(tx, passId, gateway)
  const earlier = await deliveries.get(tx, passId)
  if (earlier?.message.sealed === sealed) return
  if (await replacedDeliveries.get(tx, replacedKey(passId, sealed)))
    throw new SbnRefusedError({
      code: 'DELIVERY_REPLACED',
      title: 'The gateway has delivered something newer for this pass.',
      retryable: false,
    })
  if (earlier) {
    const replaced = await replacedDeliveries.list(tx, {
      prefix: `${passId}/`,
      limit: mostReplaced,
    })
    if (replaced.length === mostReplaced)
      throw new SbnRefusedError({
        code: 'TOO_MANY_DELIVERIES',
        title: 'The gateway has delivered too often for this pass.',
        retryable: false,
      })
    await replacedDeliveries.put(tx, replacedKey(passId, earlier.message.sealed), {})
  }
  await deliveries.put(tx, passId, signed)
}

/** Forgets what was delivered for a quote that nobody bought. */
export async function forgetDeliveries(tx: Transaction, passId: Hex): Promise<void> {
  await deliveries.delete(tx, passId)
  for (const { key } of await replacedDeliveries.list(tx, { prefix: `${passId}/` }))
    await replacedDeliveries.delete(tx, key)
}

/** Most deliveries that may take each other's place for one pass: each of them is remembered. */
const mostReplaced = 64

const replacedKey = (passId: Hex, sealed: Hex) => `${passId}/${keccak256(sealed)}`
