import { stat } from 'node:fs/promises'
import { GeoDataError, GeoInputError } from '../../errors/geo.js'
import type { GeoSource } from '../geoSource.js'
import { parseAddress } from '../parseAddress.js'
import { compareWords } from '../ranges/compareWords.js'
import { createAddressTable } from '../ranges/createAddressTable.js'
import { readLines } from '../ranges/readLines.js'
import { toWords } from '../ranges/toWords.js'
import { parseAsnRow } from './parseAsnRow.js'

export type AsnRangesParameters = {
  /** Tells it apart from other sources. */
  name: string
  /** Files to read, usually one with IPv4 and one with IPv6. */
  paths: readonly string[]
  /** When the data was made, Unix seconds. The oldest modification time of the files when left out. */
  buildDate?: number | undefined
  /** Most bytes of a file. @default 268435456 */
  maxBytes?: number | undefined
  /** Most ranges in all files together. @default 4000000 */
  maxRanges?: number | undefined
  /** Told now and then how far it is. */
  onProgress?: ((progress: { path: string; bytes: number; total: number }) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * A geo source that knows which autonomous system announces an address, from files with a row of
 * `first address,last address,AS number,organisation` for each range, such as the `asn` files of
 * ip-location-db. Rows with AS number 0 (announced by nobody) do not count.
 *
 * @returns The source, once everything is read.
 * @throws `GeoDataError` A file is missing, too large, without ranges, or has a row of another form
 * (with its line number), or two systems in one place.
 *
 * @example
 * ```ts
 * const asn = await asnRanges({ name: 'routeviews', paths: ['asn-ipv4.csv', 'asn-ipv6.csv'] })
 * await asn.lookup('192.0.2.1') // { asn: 64496, organisation: 'Example' }
 * ```
 */
export async function asnRanges(parameters: AsnRangesParameters): Promise<GeoSource> {
  const { name, paths, maxRanges = 4_000_000, onProgress } = parameters
  if (name === '') throw new GeoInputError('A geo source needs a name.')
  const adding = createAddressTable()
  /** Names by AS number: one text for each of them, however many ranges it has. */
  const organisations = new Map<number, string>()
  for (const path of paths) {
    let number = 0
    const tell =
      onProgress &&
      ((progress: { bytes: number; total: number }) => onProgress({ path, ...progress }))
    for await (const line of readLines({ ...parameters, path, onProgress: tell })) {
      number++
      if (line === '' || line.startsWith('#')) continue
      const row = parseAsnRow(line)
      if (!row || isBackwards(row))
        throw new GeoDataError(`Line ${number} of a file with AS numbers is not a range.`)
      if (row.asn === 0) continue
      if (adding.size >= maxRanges)
        throw new GeoDataError(`There are more than ${maxRanges} ranges.`)
      adding.add(row.start, row.end, row.asn)
      if (row.organisation && !organisations.has(row.asn))
        organisations.set(row.asn, row.organisation)
    }
  }
  if (adding.size === 0) throw new GeoDataError('The files with AS numbers have no ranges.')
  const table = adding.build()
  const buildDate = parameters.buildDate ?? (await getOldest(paths))
  return {
    name,
    buildDate,
    async lookup(address) {
      const asn = table.find(parseAddress(address))
      if (asn === undefined) return undefined
      const organisation = organisations.get(asn)
      return { asn, ...(organisation && { organisation }) }
    },
  }
}

function isBackwards({
  start,
  end,
}: {
  start: Parameters<typeof toWords>[0]
  end: Parameters<typeof toWords>[0]
}) {
  const words = toWords(start)
  return compareWords(words, toWords(end), { count: words.length }) > 0
}

async function getOldest(paths: readonly string[]): Promise<number> {
  const times = await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs))
  return Math.floor(Math.min(...times) / 1_000)
}
