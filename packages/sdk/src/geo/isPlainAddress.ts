import ipaddr from 'ipaddr.js'

/** Whether a text is an IP address in the usual form. ipaddr.js also takes `1` and `0x7f.1`. */
export function isPlainAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
}
