import type { Address } from 'viem'

/** Where the money of buyers comes from, and where it goes. */
export type BuyerFunding = {
  /**
   * Sends money to an account that was made a moment ago: PRIX for a pass, and what gas the purchase,
   * leaving, and giving back take. Resolves once it is there.
   *
   * @param amounts.prix PRIX base units, at least.
   * @throws Whatever went wrong; what has come all the same is brought back.
   */
  fund(buyer: Address, amounts: { prix: bigint; signal?: AbortSignal | undefined }): Promise<void>
  /** Who gets what is left. */
  readonly returnTo: Address
}
