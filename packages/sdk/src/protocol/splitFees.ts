import type { Terms } from './terms.js'

const whole = 10_000n

/**
 * What the contract keeps of what a pass owes in all, to the unit: the SBN's share, rounded down, and of
 * what is left then as large a part as the protocol's share is of the whole, rounded down. The payee gets
 * what remains.
 *
 * @param fees In basis points, each at most what the contracts accept: an SBN's is never the whole.
 * @param owed PRIX base units, in all.
 * @returns Both amounts in PRIX base units.
 *
 * @example
 * ```ts
 * const { sbnAmount, protocolAmount } = splitFees(terms, terms.price)
 * ```
 */
export function splitFees(
  { protocolFee, sbnFee }: Pick<Terms, 'protocolFee' | 'sbnFee'>,
  owed: bigint,
): { sbnAmount: bigint; protocolAmount: bigint } {
  const sbnAmount = (owed * BigInt(sbnFee)) / whole
  const protocolAmount = ((owed - sbnAmount) * BigInt(protocolFee)) / (whole - BigInt(sbnFee))
  return { sbnAmount, protocolAmount }
}
