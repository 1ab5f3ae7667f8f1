import type { Address, Hex } from 'viem'
import { isAddressEqual } from 'viem'
import { SbnRefusedError } from '../../errors/messaging.js'
import type { SignedQuote } from '../../protocol/messages/quote.js'
import type { Transaction } from '../../store/store.js'
import { quotes, requestIds } from '../tables.js'

/** The quote of a pass, or `undefined` when this SBN did not give it. */
export async function findQuote(tx: Transaction, passId: Hex): Promise<SignedQuote | undefined> {
  const index = await requestIds.get(tx, passId)
  const row = index && (await quotes.get(tx, index.requestId))
  return row?.quote
}

/** The quote of a pass for its own gateway, and for nobody else. */
export async function findGatewayQuote(
  tx: Transaction,
  passId: Hex,
  gateway: Address,
): Promise<SignedQuote> {
  const quote = await findQuote(tx, passId)
  if (!quote || !isAddressEqual(quote.message.terms.gateway, gateway))
    throw new SbnRefusedError({
      code: 'PASS_UNKNOWN',
      title: 'No such pass of this gateway.',
      retryable: false,
    })
  return quote
}
