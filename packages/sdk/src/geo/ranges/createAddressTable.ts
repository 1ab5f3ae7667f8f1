import type ipaddr from 'ipaddr.js'
import { createRangeTable } from './createRangeTable.js'
import { toWords } from './toWords.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

export type AddressTable = {
  readonly size: number
  find(address: Address): number | undefined
}

/** Range tables of both families as one. */
export function createAddressTable(): {
  readonly size: number
  add(start: Address, end: Address, value: number): void
  /** @throws `GeoDataError` Two ranges with different values overlap. */
  build(): AddressTable
} {
  const tables = { ipv4: createRangeTable(1), ipv6: createRangeTable(4) }
  return {
    get size() {
      return tables.ipv4.size + tables.ipv6.size
    },
    add(start, end, value) {
      tables[start.kind()].add(toWords(start), toWords(end), value)
    },
    build() {
      const built = { ipv4: tables.ipv4.build(), ipv6: tables.ipv6.build() }
      return {
        size: built.ipv4.size + built.ipv6.size,
        find: (address) => built[address.kind()].find(toWords(address)),
      }
    },
  }
}
