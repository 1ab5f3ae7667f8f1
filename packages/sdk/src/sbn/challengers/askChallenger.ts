import { PassbandError } from '../../errors/base.js'
import { abortable } from '../../internal/abortable.js'
import type { ChallengeOrder, ChallengeReport, Challenger } from './challenger.js'

/**
 * A challenger's report, or the code of what went wrong, which says nothing about the gateway.
 *
 * @param options.limit Longest that it may take, in milliseconds.
 */
export async function askChallenger(
  challenger: Challenger,
  order: ChallengeOrder,
  { limit, signal }: { limit: number; signal: AbortSignal },
): Promise<ChallengeReport | { failed: string }> {
  const late = AbortSignal.timeout(limit)
  const both = AbortSignal.any([signal, late])
  try {
    return await abortable(challenger.measure(order, { signal: both }), both)
  } catch (error) {
    signal.throwIfAborted()
    if (late.aborted) return { failed: 'CHALLENGER_UNREACHABLE' }
    return { failed: PassbandError.is(error) ? error.code : 'CHALLENGER_FAILED' }
  }
}
