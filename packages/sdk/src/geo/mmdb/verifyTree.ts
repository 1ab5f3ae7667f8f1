import type { Reader, Response } from 'mmdb-lib'
import { GeoDataError } from '../../errors/geo.js'

type Metadata = Reader<Response>['metadata']

/** Between the tree and the data lie this many zero bytes. */
const separator = 16

/**
 * Makes sure that a database is whole: the metadata lie at its end, so that a file that was cut off
 * has none, and every record of the tree points into the tree or into the data.
 *
 * @throws `GeoDataError`
 */
export function verifyTree(data: Buffer, { nodeCount, nodeByteSize, recordSize }: Metadata) {
  const treeSize = nodeCount * nodeByteSize
  const dataSize = data.length - treeSize - separator
  if (!(nodeCount > 0) || dataSize <= 0) throw broken()
  for (let at = treeSize; at < treeSize + separator; at++) if (data[at] !== 0) throw broken()
  const limit = nodeCount + separator + dataSize
  for (let at = 0; at < treeSize; at += nodeByteSize) {
    const [left, right] = readNode(data, at, recordSize)
    if (left >= limit || right >= limit) throw broken()
    // Between the tree and the data there is nothing to point at.
    if (left > nodeCount && left < nodeCount + separator) throw broken()
    if (right > nodeCount && right < nodeCount + separator) throw broken()
  }
}

function readNode(data: Buffer, at: number, recordSize: number): [number, number] {
  if (recordSize === 24) return [data.readUIntBE(at, 3), data.readUIntBE(at + 3, 3)]
  if (recordSize === 32) return [data.readUInt32BE(at), data.readUInt32BE(at + 4)]
  const middle = data[at + 3] ?? 0
  return [
    ((middle & 0xf0) << 20) | data.readUIntBE(at, 3),
    ((middle & 0x0f) << 24) | data.readUIntBE(at + 4, 3),
  ]
}

function broken() {
  return new GeoDataError('A geo database is cut off or damaged.')
}
