import { GeoUnavailableError } from '../errors/geo.js'
import type { IpType } from '../protocol/schemas.js'
import type { GeoSource, Place } from './geoSource.js'
import { parseAddress } from './parseAddress.js'

export type LookupResult = {
  /** ISO 3166-1 alpha-2, or `undefined` when there is no majority for one. */
  country: string | undefined
  ipType: IpType
  /** Names of the sources that knew the address. */
  sources: string[]
}

/**
 * Asks several geo sources where an address is. What more than half of those say that know it is
 * the answer, for country and IP type each on its own; without a majority it is unknown.
 *
 * @param sources At least one. One that fails counts as not knowing.
 * @param address IPv4 or IPv6, in text.
 * @throws `GeoInputError` Not an IP address.
 * @throws `GeoUnavailableError` There are no sources, or all of them failed.
 *
 * @example
 * ```ts
 * const { country, ipType } = await lookupAddress([geoLite, dbIp, whois], address)
 * ```
 */
export async function lookupAddress(
  sources: readonly GeoSource[],
  address: string,
): Promise<LookupResult> {
  const normal = parseAddress(address).toString()
  const answers = await Promise.allSettled(sources.map(async (source) => source.lookup(normal)))
  const failures = answers.filter((answer) => answer.status === 'rejected')
  if (failures.length === sources.length)
    throw new GeoUnavailableError({ cause: failures[0]?.reason })

  const votes: { name: string; place: Place }[] = []
  for (const [index, answer] of answers.entries()) {
    const name = sources[index]?.name
    if (name !== undefined && answer.status === 'fulfilled' && answer.value)
      votes.push({ name, place: answer.value })
  }
  const types = votes.map(({ place }) => place.ipType).filter((ipType) => ipType !== 'unknown')
  return {
    country: majority(votes.map(({ place }) => place.country)),
    ipType: majority(types) ?? 'unknown',
    sources: votes.map(({ name }) => name),
  }
}

function majority<value>(votes: value[]): value | undefined {
  const counts = new Map<value, number>()
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1)
  for (const [vote, count] of counts) if (count * 2 > votes.length) return vote
  return undefined
}
