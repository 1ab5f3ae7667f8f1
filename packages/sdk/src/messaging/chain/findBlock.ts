import type { Chain, Client, Transport } from 'viem'
import { getBlock } from 'viem/actions'
import { getDeploymentBlock } from '../../internal/getDeploymentBlock.js'

/**
 * A block that is not younger than a time: steps back from the newest, each step twice as long. What
 * happened at that time or later is in this block or above it.
 *
 * @param time Unix seconds.
 */
export async function findBlock(client: Client<Transport, Chain>, time: number): Promise<bigint> {
  const first = getDeploymentBlock(client.chain)
  let block = await getBlock(client, { blockTag: 'latest' })
  for (let step = 1n; block.timestamp >= BigInt(time); step *= 2n) {
    const blockNumber = block.number - step
    if (blockNumber <= first) return first
    block = await getBlock(client, { blockNumber })
  }
  return block.number
}
