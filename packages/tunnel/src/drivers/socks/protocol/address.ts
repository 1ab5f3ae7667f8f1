import ipaddr from 'ipaddr.js'
import { parseAddress } from '../../../egress/parseAddress.js'

/** Encodes ATYP, address and port (RFC 1928, section 5). `host` is an address or a name. */
export function encodeAddress(host: string, port: number): Buffer {
  const address = parseAddress(host)
  const bytes = address ? Buffer.from(address.toByteArray()) : Buffer.from(host, 'latin1')
  const type = !address ? [3, bytes.length] : address.kind() === 'ipv4' ? [1] : [4]
  return Buffer.concat([Buffer.from(type), bytes, Buffer.from([port >> 8, port & 0xff])])
}

/** The host that address bytes of a given type stand for, or `undefined` for a name with control characters. */
export function decodeHost(type: number, bytes: Buffer): string | undefined {
  if (type !== 3) return ipaddr.fromByteArray([...bytes]).toString()
  const name = bytes.toString('latin1')
  return /^[\x21-\x7e]+$/.test(name) ? name : undefined
}

/** A whole reply (RFC 1928, section 6): 10 bytes for IPv4, 22 for IPv6. */
export function encodeReply(code: number, host = '0.0.0.0', port = 0): Buffer {
  return Buffer.concat([Buffer.from([5, code, 0]), encodeAddress(host, port)])
}
