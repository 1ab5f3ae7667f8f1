import type ipaddr from 'ipaddr.js'
import { parseCidr } from '../ranges/parseCidr.js'

/** Whether an address lies in one of some CIDR ranges. */
export function isAllowed(address: ipaddr.IPv4 | ipaddr.IPv6, ranges: readonly string[]): boolean {
  return ranges.some((range) => {
    const { bits, network } = parseCidr(range)
    return network.kind() === address.kind() && address.match(network, bits)
  })
}
