import ipaddr from 'ipaddr.js'
import { type Address, parseAddress } from './parseAddress.js'

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')
// Azure's WireServer gives virtual machines their settings and secrets, at an address that looks public.
const wireServer = '168.63.129.16'
const localNat64 = ipaddr.IPv6.parseCIDR('64:ff9b:1::/48')

/**
 * Whether an IP address is one that anybody may reach over the public internet. Private, loopback,
 * link-local, carrier-grade NAT, multicast, documentation, benchmarking, reserved and cloud metadata
 * addresses are not, nor are IPv6 forms that embed such an IPv4 address.
 *
 * @param address - IPv4 or IPv6 address as text, or parsed.
 * @returns `false` for everything that is not an address, too.
 * @example
 * isPublicAddress('93.184.215.14') // true
 * isPublicAddress('::ffff:10.0.0.1') // false
 * @see RFC 6890, RFC 6052, RFC 3056, RFC 4380
 */
export function isPublicAddress(address: string | Address): boolean {
  const parsed = typeof address === 'string' ? parseAddress(address) : address
  if (parsed === undefined) return false
  if (parsed instanceof ipaddr.IPv4) {
    return parsed.range() === 'unicast' && parsed.toString() !== wireServer
  }
  const bytes = parsed.toByteArray()
  switch (parsed.range()) {
    case 'unicast':
      return parsed.match(globalUnicast)
    case 'ipv4Mapped':
      return isPublicAddress(parsed.toIPv4Address())
    case 'rfc6052':
      return !parsed.match(localNat64) && isPublicAddress(embedded(bytes, 12, 0))
    case '6to4':
      return isPublicAddress(embedded(bytes, 2, 0))
    case 'teredo':
      // Server in clear, client with its bits flipped: both must be public.
      return isPublicAddress(embedded(bytes, 4, 0)) && isPublicAddress(embedded(bytes, 12, 0xff))
    default:
      return false
  }
}

function embedded(bytes: number[], offset: number, mask: number): ipaddr.IPv4 {
  return new ipaddr.IPv4(bytes.slice(offset, offset + 4).map((byte) => byte ^ mask))
}
