import { estimateGas } from 'viem/actions'
import { purchaseCall } from '../actions/passes/purchase.js'
import { getBalance } from '../actions/prix/getBalance.js'
import type { SignedQuote } from '../protocol/messages/quote.js'
import { splitFees } from '../protocol/splitFees.js'
import type { SubscriberContext } from './context.js'
import type { Quote } from './quote.js'

/** What buying a quote would cost and give back, without signing anything. */
export async function estimatePurchase(
  { client, contracts }: SubscriberContext,
  signed: SignedQuote,
): Promise<Omit<Quote, 'passId'>> {
  const { deadline, terms } = signed.message
  const call = purchaseCall(contracts, { terms, deadline, signature: signed.signature })
  const [balance, gas] = await Promise.all([
    getBalance(client, { contracts, account: client.account.address }),
    // It fails when the account could not buy now; the shortfall below says what is missing.
    estimateGas(client, { account: client.account, ...call }).catch(() => undefined),
  ])
  const { protocolAmount, sbnAmount } = splitFees(terms, terms.price)
  return {
    total: terms.price,
    fee: protocolAmount + sbnAmount,
    minimum: terms.minimum,
    refundIfLeftNow: terms.price - terms.minimum,
    deadline,
    gas,
    approval: 0n,
    shortfall: balance < terms.price ? terms.price - balance : 0n,
    details: signed.details,
    signed,
  }
}
