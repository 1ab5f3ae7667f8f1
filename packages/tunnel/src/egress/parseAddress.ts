import ipaddr from 'ipaddr.js'

export type Address = ipaddr.IPv4 | ipaddr.IPv6

/**
 * Parses an IP address in its usual form. `undefined` for anything else: zone ids, and the octal,
 * hexadecimal and shortened IPv4 spellings that programs read differently.
 */
export function parseAddress(text: string): Address | undefined {
  if (text.includes(':')) {
    if (text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined
    const address = ipaddr.IPv6.parse(text)
    return address.isIPv4MappedAddress() ? address.toIPv4Address() : address
  }
  if (!ipaddr.IPv4.isValidFourPartDecimal(text)) return undefined
  const address = ipaddr.IPv4.parse(text)
  return address.toString() === text ? address : undefined
}
