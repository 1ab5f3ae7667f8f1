import type ipaddr from 'ipaddr.js'

/** An address as 32-bit words, the highest first: one for IPv4, four for IPv6. */
export function toWords(address: ipaddr.IPv4 | ipaddr.IPv6): number[] {
  const bytes = address.toByteArray()
  const words: number[] = []
  for (let at = 0; at < bytes.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(at, at + 4)
    words.push(((a << 24) | (b << 16) | (c << 8) | d) >>> 0)
  }
  return words
}
