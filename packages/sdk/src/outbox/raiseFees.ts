import type { Fees } from './estimateFees.js'

/** Servers take a replacement that offers 10 % more, some 12.5 %, in both fees. */
const raise = (fee: bigint) => (fee * 9n) / 8n + 1n

const larger = (a: bigint, b: bigint) => (a > b ? a : b)

/**
 * What to offer for the same nonce after `last`: what the market asks, and enough more for servers to
 * take it as a replacement.
 *
 * @returns `undefined` when that is more than `cap`.
 */
export function raiseFees(last: Fees, market: Fees, cap: bigint): Fees | undefined {
  if (last.type === 'legacy' || market.type === 'legacy') {
    const gasPrice = larger(raise(capOf(last)), capOf(market))
    return gasPrice > cap ? undefined : { type: 'legacy', gasPrice }
  }
  const tip = larger(raise(last.maxPriorityFeePerGas), market.maxPriorityFeePerGas)
  const maxFeePerGas = larger(larger(raise(last.maxFeePerGas), market.maxFeePerGas), tip)
  if (maxFeePerGas > cap) return undefined
  return { type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas: tip }
}

/** The most that is paid for gas. */
export const capOf = (fees: Fees) => (fees.type === 'legacy' ? fees.gasPrice : fees.maxFeePerGas)
