import { createPublicClient, http } from 'viem'
import { prixAbi } from '../../contracts/generated.js'
import type { startChain } from '../../internal/testing/startChain.js'
import { memory } from '../../store/memory/memory.js'
import { createFollower } from '../createFollower.js'
import type { FollowerEvent, FollowerParameters, Head } from '../types.js'

type Chain = Awaited<ReturnType<typeof startChain>>
type Parameters = FollowerParameters<typeof prixAbi>

/**
 * A follower of the token that begins now, and what it believes and was told.
 *
 * @param urls RPC servers.
 */
export async function followToken(
  chain: Chain,
  urls: readonly string[],
  overrides: Partial<Parameters> = {},
) {
  const [client, ...endpoints] = urls.map((url) =>
    createPublicClient({ transport: http(url, { retryCount: 0 }), cacheTime: 0 }),
  )
  if (!client) throw new Error('No RPC server.')
  const believed: bigint[] = []
  const undone: { amounts: bigint[]; toBlock: bigint }[] = []
  const heads: Head[] = []
  const errors: unknown[] = []
  const follower = createFollower({
    client,
    endpoints,
    store: memory(),
    name: 'test',
    address: chain.prix,
    abi: prixAbi,
    confirmations: 0,
    fromBlock: (await chain.client.getBlockNumber()) + 1n,
    pollingInterval: 10,
    onBatch: async (_, { events }) => void believed.push(...events.map(amountOf)),
    onRollback: async (_, { events, toBlock }) => {
      const amounts = events.map(amountOf)
      undone.push({ amounts, toBlock })
      for (const amount of amounts) if (believed.at(-1) === amount) believed.pop()
    },
    onHead: (head) => void heads.push(head),
    onError: (error) => void errors.push(error),
    ...overrides,
  })
  return { follower, believed, undone, heads, errors }
}

/** What was transferred, or -1. */
export function amountOf(event: FollowerEvent<typeof prixAbi>): bigint {
  return event.eventName === 'Transfer' ? event.args.amount : -1n
}
