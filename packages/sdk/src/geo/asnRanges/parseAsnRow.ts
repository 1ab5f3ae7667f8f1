import ipaddr from 'ipaddr.js'
import { isPlainAddress } from '../isPlainAddress.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

export type AsnRow = { start: Address; end: Address; asn: number; organisation: string }

const row = /^([^,\t]+)[,\t]([^,\t]+)[,\t](?:AS)?(\d{1,10})(?:[,\t](.*))?$/

/** A row of `first address, last address, AS number, organisation`; `undefined` when it is not one. */
export function parseAsnRow(line: string): AsnRow | undefined {
  const [, first = '', last = '', number = '', rest = ''] = row.exec(line) ?? []
  const start = parse(first)
  const end = parse(last)
  const asn = Number(number)
  if (!start || !end || start.kind() !== end.kind() || !(asn < 2 ** 32)) return undefined
  return { start, end, asn, organisation: unquote(rest).trim().slice(0, 200) }
}

/** Addresses come as text, or (IPv4 only) as one number. */
function parse(text: string): Address | undefined {
  if (isPlainAddress(text)) return ipaddr.parse(text)
  if (!/^\d{1,10}$/.test(text) || Number(text) >= 2 ** 32) return undefined
  const number = Number(text)
  return new ipaddr.IPv4([number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255])
}

function unquote(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1
    ? text.slice(1, -1).replaceAll('""', '"')
    : text
}
