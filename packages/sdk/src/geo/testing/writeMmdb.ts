import type ipaddr from 'ipaddr.js'
import { parseCidr } from '../ranges/parseCidr.js'

type Value = string | number | boolean | Value[] | { [key: string]: Value }
type Node = [Node | number | undefined, Node | number | undefined]

/** A MaxMind DB file (24-bit records, IPv6 tree) with a record for each range, as its format says. */
export function writeMmdb(
  records: Record<string, { [key: string]: Value }>,
  { buildEpoch, type = 'Test' }: { buildEpoch: number; type?: string },
): Buffer {
  const root: Node = [undefined, undefined]
  const data: Buffer[] = []
  let dataSize = 0
  const known = new Map<string, number>()
  // Short prefixes first, so that longer ones lie inside of them.
  const sorted = Object.entries(records)
    .map(([cidr, record]) => ({ ...parseCidr(cidr), record }))
    .map((range) => ({
      ...range,
      bits: range.network.kind() === 'ipv4' ? range.bits + 96 : range.bits,
    }))
    .sort((a, b) => a.bits - b.bits)
  for (const { network, bits, record } of sorted) {
    const text = JSON.stringify(record)
    let at = known.get(text)
    if (at === undefined) {
      const bytes = encode(record)
      at = dataSize
      data.push(bytes)
      dataSize += bytes.length
      known.set(text, at)
    }
    insert(root, toBits(network), bits, at)
  }

  const nodes: Node[] = []
  const numbers = new Map<Node, number>()
  const queue: Node[] = [root]
  for (let node = queue.shift(); node; node = queue.shift()) {
    numbers.set(node, nodes.length)
    nodes.push(node)
    for (const child of node) if (Array.isArray(child)) queue.push(child)
  }
  const tree = Buffer.alloc(nodes.length * 6)
  for (const [index, node] of nodes.entries()) {
    for (const [side, child] of node.entries()) {
      const value = Array.isArray(child)
        ? (numbers.get(child) ?? 0)
        : child === undefined
          ? nodes.length
          : nodes.length + 16 + child
      tree.writeUIntBE(value, index * 6 + side * 3, 3)
    }
  }
  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: buildEpoch,
    database_type: type,
    description: { en: type },
    ip_version: 6,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
  }
  const marker = Buffer.from('ABCDEF4D61784D696E642E636F6D', 'hex')
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, encode(metadata)])
}

function toBits(address: ipaddr.IPv4 | ipaddr.IPv6): (0 | 1)[] {
  const bytes = address.toByteArray()
  const padded = bytes.length === 4 ? [...new Array<number>(12).fill(0), ...bytes] : bytes
  return padded.flatMap((byte) =>
    [7, 6, 5, 4, 3, 2, 1, 0].map((shift) => ((byte >> shift) & 1) as 0 | 1),
  )
}

function insert(root: Node, path: (0 | 1)[], bits: number, at: number) {
  let node = root
  for (const side of path.slice(0, bits - 1)) {
    const child = node[side]
    const next: Node = Array.isArray(child) ? child : [child, child]
    node[side] = next
    node = next
  }
  node[path[bits - 1] ?? 0] = at
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value)
    return Buffer.concat([control(2, bytes.length), bytes])
  }
  if (typeof value === 'boolean') return control(14, value ? 1 : 0)
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(8)
    bytes.writeBigUInt64BE(BigInt(value))
    const short = bytes.subarray(bytes.findIndex((byte) => byte !== 0))
    return value === 0
      ? control(6, 0)
      : Buffer.concat([control(value < 2 ** 32 ? 6 : 9, short.length), short])
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)])
  const entries = Object.entries(value)
  return Buffer.concat([
    control(7, entries.length),
    ...entries.flatMap(([key, item]) => [encode(key), encode(item)]),
  ])
}

/** The type (3 bits, or 7 plus one more byte) and the size (5 bits and more bytes). */
function control(type: number, size: number): Buffer {
  const head = type <= 7 ? [type << 5] : [0, type - 7]
  const [bits, more] =
    size < 29
      ? [size, []]
      : size < 285
        ? [29, [size - 29]]
        : [30, [(size - 285) >> 8, (size - 285) & 255]]
  head[0] = (head[0] ?? 0) | (bits as number)
  return Buffer.from([...head, ...(more as number[])])
}
