import { findMajority } from './findMajority.js'
import { type GeoReason, toReason } from './reasons.js'
import type { GeoVote } from './toVote.js'

export type CountryDecision = {
  /** ISO 3166-1 alpha-2, or `undefined` when there is no majority for one. */
  country: string | undefined
  /** From 0 (unknown) to 1. */
  countryConfidence: number
}

/** One vote for each source that names one country. */
export function decideCountry(
  votes: readonly GeoVote[],
): CountryDecision & { reasons: GeoReason[] } {
  const reasons: GeoReason[] = []
  const ambiguous = votes.filter(({ countries }) => countries.length > 1)
  if (ambiguous.length > 0)
    reasons.push(
      toReason(
        'COUNTRY_AMBIGUOUS',
        ambiguous.map(({ source }) => source),
      ),
    )
  const counted = votes.flatMap(({ countries: [value, ...others], source, stale }) =>
    value === undefined || others.length > 0 ? [] : [{ source, value, stale }],
  )
  const names = counted.map(({ source }) => source)
  const unknown = { country: undefined, countryConfidence: 0 }
  const anycast = votes.filter(({ isAnycast }) => isAnycast).map(({ source }) => source)
  if (anycast.length > 0) {
    reasons.push(toReason('ADDRESS_ANYCAST', anycast))
    return { ...unknown, reasons }
  }
  const found = findMajority(counted)
  if (!found) {
    reasons.push(toReason(counted.length === 0 ? 'COUNTRY_NO_DATA' : 'COUNTRY_TIED', names))
    return { ...unknown, reasons }
  }
  const code = counted.length === 1 ? 'COUNTRY_ONE_SOURCE' : 'COUNTRY_MAJORITY'
  reasons.push(toReason(code, found.sources))
  return { country: found.value, countryConfidence: found.confidence, reasons }
}
