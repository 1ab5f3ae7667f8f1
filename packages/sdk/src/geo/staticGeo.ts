import type ipaddr from 'ipaddr.js'
import { GeoInputError } from '../errors/geo.js'
import type { IpType } from '../protocol/schemas.js'
import type { GeoSource, Place } from './geoSource.js'
import { parseAddress } from './parseAddress.js'
import { parseCidr } from './ranges/parseCidr.js'

export type StaticGeoParameters = {
  /** `static` by default. */
  name?: string | undefined
  /** Unix seconds. */
  buildDate?: number | undefined
}

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = { network: Address; bits: number; place: Place }

const ipTypes: readonly string[] = [
  'residential',
  'mobile',
  'hosting',
  'unknown',
] satisfies IpType[]

/**
 * A geo source from a table, for tests, devnets and ranges that one knows better than a database.
 * The longest prefix that contains an address wins.
 *
 * @param ranges What lies where, by CIDR range. IPv4 and IPv6 do not mix, except that an IPv4
 * address inside IPv6 (`::ffff:192.0.2.1`) counts as IPv4.
 * @throws `GeoInputError` A range, country or IP type is not one, or a range is there twice.
 *
 * @example
 * ```ts
 * const geo = staticGeo({
 *   '127.0.0.0/8': { country: 'DE', ipType: 'residential' },
 *   '127.9.0.0/16': { country: 'FR', ipType: 'hosting' },
 * })
 * await geo.lookup('127.9.0.1') // { country: 'FR', ipType: 'hosting' }
 * ```
 */
export function staticGeo(
  ranges: Record<string, Place>,
  { name = 'static', buildDate }: StaticGeoParameters = {},
): GeoSource {
  const sorted = Object.entries(ranges)
    .map(([cidr, place]) => parseRange(cidr, place))
    .sort((a, b) => b.bits - a.bits)
  const written = sorted.map(({ network, bits }) => `${network.toString()}/${bits}`)
  if (new Set(written).size < written.length)
    throw new GeoInputError('Two address ranges are the same.')
  return {
    name,
    buildDate,
    async lookup(address) {
      const parsed = parseAddress(address)
      const range = sorted.find((candidate) => contains(candidate, parsed))
      return range && { ...range.place }
    },
  }
}

function parseRange(cidr: string, place: Place): Range {
  const { country, ipType = 'unknown' } = place
  const countries = country === undefined ? [] : [country].flat()
  if (countries.some((code) => !/^[A-Z]{2}$/.test(code)))
    throw new GeoInputError('A country must be two capital letters (ISO 3166-1 alpha-2).')
  if (!ipTypes.includes(ipType)) throw new GeoInputError('An IP type is unknown.')
  const { network, bits } = parseCidr(cidr)
  return { network, bits, place }
}

function contains({ network, bits }: Range, address: Address): boolean {
  return network.kind() === address.kind() && address.match(network, bits)
}
