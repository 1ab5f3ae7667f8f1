import ipaddr from 'ipaddr.js'
import { GeoInputError } from '../../errors/geo.js'
import { isPlainAddress } from '../isPlainAddress.js'

export type ReadAddress = {
  /** The address that is looked up. */
  address: ipaddr.IPv4 | ipaddr.IPv6
  kind: 'public' | 'tunnelled' | 'notPublic'
}

/**
 * What an address stands for. IPv4 inside IPv6 (`::ffff:0:0/96`, and 64:ff9b::/96 of NAT64) is that
 * IPv4 address, since it is what the packets carry on the other side. In 6to4 and Teredo, an IPv4
 * address stands too, but whoever sends writes it.
 *
 * @throws `GeoInputError` Not an IP address.
 *
 * Source: RFC 4291 2.5.5, RFC 6052 2.1, RFC 3056, RFC 4380, RFC 6890.
 */
export function readAddress(text: string): ReadAddress {
  if (!isPlainAddress(text)) throw new GeoInputError('Not an IP address.')
  const address = unwrap(ipaddr.process(text))
  const range = address.range()
  if (range === '6to4' || range === 'teredo') return { address, kind: 'tunnelled' }
  return { address, kind: range === 'unicast' ? 'public' : 'notPublic' }
}

function unwrap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  const isNat64 = address.kind() === 'ipv6' && address.range() === 'rfc6052'
  return isNat64 ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address
}
