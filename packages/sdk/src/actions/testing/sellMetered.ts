import type { Hex } from 'viem'
import type { DevnetClient } from '../../devnet/types.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { voucher } from '../../protocol/messages/voucher.js'
import { signMessage } from '../../protocol/signMessage.js'
import type { Terms } from '../../protocol/terms.js'
import { purchase } from '../passes/purchase.js'
import type { Market } from './startMarket.js'

/** A metered pass of an hour for 36 PRIX that was bought, and vouchers that its subscriber signs. */
export async function sellMetered(
  market: Market,
  subscriber: DevnetClient,
  changes: Partial<Terms> = {},
) {
  const voucherSigner = subscriber.account.address
  const metered = { billing: 'metered', voucherSigner, minimum: 0n } as const
  const quote = await market.createQuote(subscriber, { ...metered, ...changes })
  await market.mined(purchase(subscriber, quote))
  const { terms } = quote
  const passId = hashTerms(terms)
  const { chain, contracts } = market
  const deployment = { chainId: chain.id, marketplace: contracts.marketplace }
  async function promise(owed: bigint): Promise<{ terms: Terms; owed: bigint; signature: Hex }> {
    const { signature } = await signMessage(subscriber, voucher, { passId, owed }, deployment)
    return { terms, owed, signature }
  }
  return { terms, passId, promise, start: await market.now() }
}
