import type { getPass } from '../../actions/passes/getPass.js'
import type { Terms } from '../../protocol/terms.js'

/** Where the money of a bought pass is: something came back when it was ended before its time. */
export function getPaymentState(
  pass: NonNullable<getPass.ReturnType>,
  { duration }: Pick<Terms, 'duration'>,
): 'paid' | 'refunded' {
  return pass.ended && pass.end < pass.start + duration * pass.periods ? 'refunded' : 'paid'
}
