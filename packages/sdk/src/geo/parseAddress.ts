import ipaddr from 'ipaddr.js'
import { GeoInputError } from '../errors/geo.js'
import { isPlainAddress } from './isPlainAddress.js'

/** The address, with IPv4 inside IPv6 taken out. The message never repeats what was handed in. */
export function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!isPlainAddress(address)) throw new GeoInputError('Not an IP address.')
  return ipaddr.process(address)
}
