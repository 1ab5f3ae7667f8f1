import type { Terms } from './terms.js'

/** How long after its end a metered pass can still be redeemed, in seconds. The contract has the same. */
export const redeemGrace = 86_400

/** When anyone may settle a pass, in Unix seconds. */
export function getSettleTime({ billing }: Pick<Terms, 'billing'>, end: number): number {
  return billing === 'metered' ? end + redeemGrace : end
}
