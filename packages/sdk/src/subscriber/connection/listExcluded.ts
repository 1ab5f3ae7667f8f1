import type { Address } from 'viem'
import { mostExcluded } from '../../protocol/messages/quoteRequest.js'
import type { ConnectionRow } from './tables.js'

/** Seconds for which a failed gateway is not wanted. */
const memory = 600

/**
 * Gateways that failed lately, as many as a request can exclude, the newest first. Each time that the
 * SBN has no other, a failure counts for half as long: better one that may be back than none.
 *
 * @param now Chain time, Unix seconds.
 * @param round How many times in a row there was no other.
 */
export function listExcluded(
  failed: ConnectionRow['failed'],
  now: number,
  round: number,
): Address[] {
  const since = now - memory / 2 ** round
  return failed
    .filter(({ at }) => at > since)
    .map(({ gateway }) => gateway)
    .reverse()
    .slice(0, mostExcluded)
}
