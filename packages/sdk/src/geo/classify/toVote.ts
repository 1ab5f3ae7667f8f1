import type { IpType } from '../../protocol/schemas.js'
import type { GeoSource, Place } from '../geoSource.js'
import { guessIpType } from '../networks/guessIpType.js'
import { type NetworkTable, toIpType } from '../networks/parseNetworkTable.js'

/** What one source said, and what it was taken for. */
export type GeoVote = {
  source: string
  /** When its data was made, Unix seconds. */
  buildDate?: number | undefined
  /** Whether it is older than allowed. */
  stale: boolean
  /** ISO 3166-1 alpha-2; several have no vote. */
  countries: string[]
  /** `unknown` when it has no vote on the type, or when the network is of none of the types. */
  ipType: IpType
  /**
   * What the type comes from: the operator's published range, the source's own word, the table of
   * networks, or the organisation's name.
   */
  basis?: 'published' | 'stated' | 'network' | 'name' | undefined
  isAnycast: boolean
  asn?: number | undefined
  organisation?: string | undefined
}

export function toVote(
  { name, buildDate }: Pick<GeoSource, 'name' | 'buildDate'>,
  place: Place,
  { networks, oldest }: { networks: NetworkTable; oldest: number },
): GeoVote {
  return {
    source: name,
    ...(buildDate !== undefined && { buildDate }),
    stale: buildDate !== undefined && buildDate < oldest,
    countries: place.country === undefined ? [] : [...new Set([place.country].flat())],
    isAnycast: place.isAnycast === true,
    ...(place.asn !== undefined && { asn: place.asn }),
    ...(place.organisation !== undefined && { organisation: place.organisation }),
    ...getType(place, networks),
  }
}

function getType(
  { asn, ipType, isPublished, organisation }: Place,
  networks: NetworkTable,
): Pick<GeoVote, 'ipType' | 'basis'> {
  if (isPublished) return { ipType: 'hosting', basis: 'published' }
  if (ipType !== undefined && ipType !== 'unknown') return { ipType, basis: 'stated' }
  const network = asn === undefined ? undefined : networks.get(asn)
  if (network) return { ipType: toIpType(network), basis: 'network' }
  const guess = organisation === undefined ? undefined : guessIpType(organisation)
  return guess ? { ipType: guess, basis: 'name' } : { ipType: 'unknown' }
}
