import { GeoDataError } from '../../errors/geo.js'
import type { IpType } from '../../protocol/schemas.js'

/** What a network is for. The last three have no price of their own, and are sold as unknown. */
export const networkClasses = [
  'hosting',
  'residential',
  'mobile',
  'business',
  'education',
  'transit',
] as const

export type NetworkClass = (typeof networkClasses)[number]

/** What networks are for, by AS number. */
export type NetworkTable = ReadonlyMap<number, NetworkClass>

/**
 * A table of networks from rows of `AS number,class`; more columns, empty lines and what follows a
 * `#` do not count. It is the operator's own file: networks are sold and change.
 *
 * @throws `GeoDataError` A row is of another form, or a network is there twice with two classes.
 *
 * @example
 * ```ts
 * const networks = parseNetworkTable(await readFile('networks.csv', 'utf8'))
 * ```
 */
export function parseNetworkTable(text: string): NetworkTable {
  const table = new Map<number, NetworkClass>()
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const row = line.split('#', 1)[0]?.trim()
    if (!row) continue
    const [, number = '', name = ''] = /^(?:AS)?(\d{1,10})\s*[,\t]\s*(\w+)/.exec(row) ?? []
    const asn = Number(number)
    const found = networkClasses.find((candidate) => candidate === name)
    if (!found || asn < 1 || asn >= 2 ** 32)
      throw new GeoDataError(`Line ${index + 1} of a table of networks is not "number,class".`)
    if ((table.get(asn) ?? found) !== found)
      throw new GeoDataError(`Line ${index + 1} of a table of networks contradicts an earlier one.`)
    table.set(asn, found)
  }
  return table
}

export function toIpType(found: NetworkClass): IpType {
  return found === 'hosting' || found === 'residential' || found === 'mobile' ? found : 'unknown'
}
