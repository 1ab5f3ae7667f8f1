import { type Abi, type Hash, stringify } from 'viem'
import { ReorgTooDeepError, RpcContradictionError } from '../errors/follower.js'
import { askEndpoints } from './askEndpoints.js'
import type { FollowerContext } from './context.js'
import type { Cursor } from './cursors.js'
import { readGenesis } from './readGenesis.js'
import type { AgreedHead } from './readHead.js'
import { readHeaders } from './readHeaders.js'
import { listBlocks } from './window.js'

/**
 * The last block that was applied and is still part of the chain.
 *
 * @throws `ReorgTooDeepError` None of those that are remembered.
 */
export async function findAncestor<abi extends Abi, outcome>(
  context: FollowerContext<abi, outcome>,
  cursor: Cursor,
  head: AgreedHead,
): Promise<{ number: bigint; hash: Hash | undefined }> {
  const { name, store } = context.parameters
  const applied = await store.transaction((tx) => listBlocks(tx, name))
  const hashes = new Map(applied.map(({ hash, number }) => [number, hash]))
  const lowest = applied[0]?.number ?? cursor.next
  // One block more than was applied, to see that the chain really goes past it another way.
  let high = cursor.next < head.header.number ? cursor.next : head.header.number
  let parentHash = high === head.header.number ? head.header.hash : undefined
  for (let size = 8n; high >= lowest; size *= 2n) {
    const low = high - size + 1n > lowest ? high - size + 1n : lowest
    const headers = await readLinked(context, head, low, high)
    for (const header of headers.reverse()) {
      if (parentHash && header.hash !== parentHash)
        throw new RpcContradictionError('its blocks changed while they were read')
      if (hashes.get(header.number) === header.hash)
        return { number: header.number, hash: header.hash }
      parentHash = header.parentHash
    }
    high = low - 1n
  }
  return beforeTheFirst(context, cursor, head, lowest)
}

async function readLinked<abi extends Abi, outcome>(
  { onFailure }: FollowerContext<abi, outcome>,
  { endpoints, header }: AgreedHead,
  low: bigint,
  high: bigint,
) {
  const numbers = Array.from({ length: Number(high - low) + 1 }, (_, index) => low + BigInt(index))
  const { answer } = await askEndpoints(
    endpoints,
    'older blocks',
    (endpoint) => readHeaders(endpoint, numbers, header),
    stringify,
    onFailure,
  )
  return [...answer]
}

/** A follower that has just begun may have to undo everything: but only on the same chain. */
async function beforeTheFirst<abi extends Abi, outcome>(
  context: FollowerContext<abi, outcome>,
  { first, genesis }: Cursor,
  head: AgreedHead,
  lowest: bigint,
) {
  if (first === undefined || genesis === undefined || lowest !== first)
    throw new ReorgTooDeepError()
  if ((await readGenesis(context, head)) !== genesis) throw new ReorgTooDeepError()
  return { number: first - 1n, hash: undefined }
}
