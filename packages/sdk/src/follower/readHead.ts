import type { Chain, Client, Transport } from 'viem'
import { getBlock } from 'viem/actions'
import type { Head } from './types.js'

/** The newest block with so many blocks on top of it, or `undefined` while the chain is shorter. */
export async function readHead(
  client: Client<Transport, Chain | undefined>,
  confirmations: number,
): Promise<Head | undefined> {
  const latest = await getBlock(client, { blockTag: 'latest' })
  if (latest.number < confirmations) return undefined
  const blockNumber = latest.number - BigInt(confirmations)
  const block = confirmations === 0 ? latest : await getBlock(client, { blockNumber })
  return { number: block.number, timestamp: Number(block.timestamp), hash: block.hash }
}
