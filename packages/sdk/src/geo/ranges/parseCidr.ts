import ipaddr from 'ipaddr.js'
import { GeoInputError } from '../../errors/geo.js'
import { isPlainAddress } from '../isPlainAddress.js'

export type Cidr = {
  network: ipaddr.IPv4 | ipaddr.IPv6
  last: ipaddr.IPv4 | ipaddr.IPv6
  bits: number
}

/**
 * An address range in CIDR form, such as `192.0.2.0/24`.
 *
 * @throws `GeoInputError` It is not one, or has bits behind its prefix, which is more often a slip
 * than meant.
 */
export function parseCidr(cidr: string): Cidr {
  const [address = '', length = '', ...rest] = cidr.split('/')
  if (rest.length > 0 || !/^\d{1,3}$/.test(length) || !isPlainAddress(address)) throw badRange()
  try {
    const [parsed, bits] = ipaddr.parseCIDR(cidr)
    const family = parsed.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
    const network = family.networkAddressFromCIDR(cidr)
    if (network.toString() !== parsed.toString()) throw badRange()
    return { network, last: lastOf(network, bits), bits }
  } catch (cause) {
    throw cause instanceof GeoInputError ? cause : badRange(cause)
  }
}

function lastOf(network: ipaddr.IPv4 | ipaddr.IPv6, bits: number) {
  const bytes = network.toByteArray()
  for (const [at, byte] of bytes.entries()) {
    const fixed = Math.min(8, Math.max(0, bits - at * 8))
    bytes[at] = byte | (0xff >> fixed)
  }
  return ipaddr.fromByteArray(bytes)
}

function badRange(cause?: unknown) {
  return new GeoInputError('An address range is not in CIDR form, such as 192.0.2.0/24.', { cause })
}
