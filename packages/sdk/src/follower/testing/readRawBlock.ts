import { createPublicClient, http } from 'viem'
import type { startChain } from '../../internal/testing/startChain.js'

/** The newest block as the server tells it. */
export async function readRawBlock(
  chain: Awaited<ReturnType<typeof startChain>>,
): Promise<{ number: string }> {
  const client = createPublicClient({ transport: http(chain.url) })
  const block = await client.request({ method: 'eth_getBlockByNumber', params: ['latest', false] })
  if (!block) throw new Error('There is no newest block.')
  return { ...block, number: block.number ?? '' }
}
