import { BlockNotFoundError, type Hex } from 'viem'
import { getBlock, getChainId, getTransactionCount } from 'viem/actions'
import { WrongChainError } from '../errors/config.js'
import { toChainError } from '../errors/toChainError.js'
import { abortable } from '../internal/abortable.js'
import { pickAgreed } from './pickAgreed.js'
import type { Endpoint, OutboxContext } from './types.js'

export type Head = { number: bigint; timestamp: bigint; baseFeePerGas: bigint | null; hash: Hex }

/** What one server says at the moment. */
export type View = {
  endpoint: Endpoint
  head: Head
  /** Transactions of the account that are mined. */
  count: number
  /** The hash of the block at a height, `undefined` while there is none; asked once. */
  hashAt(number: bigint): Promise<Hex | undefined>
}

/** What all servers say at the moment. */
export type Sight = {
  chainId: number
  /** Of those that answered, in their order. */
  views: View[]
  /** A head that enough of them have reached. */
  head: Head
  /** How many transactions of the account enough of them have as mined. */
  count: number
  /** The most that any of them has as mined. */
  highestCount: number
}

/** Looks at the chain through every server. Fails when none answers. */
export async function readSight(context: OutboxContext, chainId: number): Promise<Sight> {
  const { endpoints, report, signal } = context
  const failures: unknown[] = []
  const results = await Promise.all(
    endpoints.map(async (endpoint, index) => {
      try {
        const view = await abortable(readView(context, endpoint, chainId), signal)
        report(`endpoint ${index}`, undefined)
        return view
      } catch (error) {
        signal.throwIfAborted()
        failures.push(error)
        // When none answers, that is told instead.
        if (endpoints.length > 1) report(`endpoint ${index}`, toChainError(error))
        return undefined
      }
    }),
  )
  const views = results.filter((view) => view !== undefined)
  if (views.length === 0) throw failures[0]
  const ranked = [...views].sort((a, b) => (a.head.number < b.head.number ? 1 : -1))
  return {
    chainId,
    views,
    head: pickAgreed(ranked, endpoints.length).head,
    count: pickAgreed(
      views.map(({ count }) => count).sort((a, b) => b - a),
      endpoints.length,
    ),
    highestCount: Math.max(...views.map(({ count }) => count)),
  }
}

async function readView(
  { client, memory }: OutboxContext,
  endpoint: Endpoint,
  chainId: number,
): Promise<View> {
  const { address } = client.account
  if (!memory.rightChain.has(endpoint)) {
    const actual = await getChainId(endpoint)
    if (actual !== chainId) throw new WrongChainError('RPC endpoint', chainId, actual)
    memory.rightChain.add(endpoint)
  }
  const [head, count] = await Promise.all([
    getBlock(endpoint, { blockTag: 'latest' }),
    getTransactionCount(endpoint, { address, blockTag: 'latest' }),
  ])
  const hashes = new Map<bigint, Promise<Hex | undefined>>()
  return {
    endpoint,
    head,
    count,
    hashAt(number) {
      const known = hashes.get(number) ?? findHash(endpoint, number)
      hashes.set(number, known)
      return known
    },
  }
}

async function findHash(endpoint: Endpoint, blockNumber: bigint): Promise<Hex | undefined> {
  try {
    return (await getBlock(endpoint, { blockNumber })).hash
  } catch (error) {
    if (error instanceof BlockNotFoundError) return undefined
    throw error
  }
}
