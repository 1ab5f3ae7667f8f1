import type { Hex } from 'viem'
import type { SignedQuote } from '../protocol/messages/quote.js'

/** The dry run of a purchase: what it costs and what comes back. Amounts are PRIX base units. */
export type Quote = {
  /** The id that the pass will have. */
  passId: Hex
  /** What is paid in all. */
  total: bigint
  /** What of it goes to the protocol and the SBN when the whole time is used. */
  fee: bigint
  /** What is owed at least, also when the pass is left at once. */
  minimum: bigint
  /** What comes back when the pass is left at once. */
  refundIfLeftNow: bigint
  /** Unix seconds until which it can be bought. */
  deadline: number
  /** Gas of the purchase, or `undefined` when it would not succeed now. */
  gas: bigint | undefined
  /** PRIX that has to be approved first. Always 0: the purchase needs no approval. */
  approval: bigint
  /** PRIX that the account lacks to buy it. */
  shortfall: bigint
  /** Country, bandwidth and the rest of what is bought. */
  details: SignedQuote['details']
  /** What the SBN signed. */
  signed: SignedQuote
}
