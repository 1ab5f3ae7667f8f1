import type { Address } from 'viem'
import { mostExcluded } from '../../protocol/messages/quoteRequest.js'
import type { ConnectionRow } from './tables.js'

/** Seconds for which a failed gateway is not wanted. */
const memory = 600

/**
 * Gateways that the app does not want, and those that failed lately, the newest first, as many as a
 * request can exclude. Each time that the
 * SBN has no other, a failure counts for half as long: better one that may be back than none.
 *
 * @param now Chain time, Unix seconds.
 * @param round How many times in a row there was no other.
 */
export function listExcluded(
  { failed, requirements }: Pick<ConnectionRow, 'failed' | 'requirements'>,
  now: number,
  round: number,
): Address[] {
  const since = now - memory / 2 ** round
  const recent = failed.filter(({ at }) => at > since).map(({ gateway }) => gateway)
  return [...new Set([...(requirements.exclude ?? []), ...recent.reverse()])].slice(0, mostExcluded)
}
