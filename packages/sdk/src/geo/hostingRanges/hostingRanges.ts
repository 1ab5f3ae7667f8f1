import { GeoDataError, GeoInputError } from '../../errors/geo.js'
import type { GeoSource } from '../geoSource.js'
import { parseAddress } from '../parseAddress.js'
import { createAddressTable } from '../ranges/createAddressTable.js'
import { parseCidr } from '../ranges/parseCidr.js'

export type HostingRangesParameters = {
  /** Tells it apart from other sources. */
  name: string
  /** Ranges in CIDR form that a cloud, CDN or hoster publishes as its own. They may overlap. */
  ranges: Iterable<string>
  /** When the list was published, Unix seconds. */
  buildDate?: number | undefined
  /** Whether these addresses answer from many places at once, as those of a CDN do. @default false */
  isAnycast?: boolean | undefined
}

/**
 * A geo source from the ranges that a cloud, CDN or hoster publishes. It says nothing of countries;
 * whatever is in it is hosting, whoever says something else.
 *
 * @throws `GeoInputError` A range is not in CIDR form.
 * @throws `GeoDataError` There are no ranges: an empty download would let everybody through.
 *
 * @example
 * ```ts
 * const { prefixes } = JSON.parse(await readFile('ip-ranges.json', 'utf8'))
 * const aws = hostingRanges({ name: 'aws', ranges: prefixes.map(({ ip_prefix }) => ip_prefix) })
 * ```
 */
export function hostingRanges({
  name,
  ranges,
  buildDate,
  isAnycast,
}: HostingRangesParameters): GeoSource {
  if (name === '') throw new GeoInputError('A geo source needs a name.')
  const adding = createAddressTable()
  for (const range of ranges) {
    const { network, last } = parseCidr(range)
    adding.add(network, last, 1)
  }
  if (adding.size === 0) throw new GeoDataError(`The list "${name}" has no ranges.`)
  const table = adding.build()
  return {
    name,
    buildDate,
    async lookup(address) {
      if (table.find(parseAddress(address)) === undefined) return undefined
      return { ipType: 'hosting', isPublished: true, ...(isAnycast && { isAnycast }) }
    },
  }
}
