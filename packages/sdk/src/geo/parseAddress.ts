import ipaddr from 'ipaddr.js'
import { GeoInputError } from '../errors/geo.js'

/** The address, with IPv4 inside IPv6 taken out. The message never repeats what was handed in. */
export function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 {
  // ipaddr.js also takes "1" and "0x7f.1", which no source and no socket reports.
  const isPlain = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address)
  if (!isPlain) throw new GeoInputError('Not an IP address.')
  return ipaddr.process(address)
}
