import { numberToHex } from 'viem'

type Request = (call: { method: string; params: unknown[] }) => Promise<unknown>

/**
 * Replaces all blocks from one on by empty ones, also on a chain that goes on meanwhile. The node does not send
 * again what was in them.
 */
export async function dropBlocks(client: { request: unknown }, from: bigint): Promise<void> {
  const ask = client.request as Request
  const request = (method: string, ...params: unknown[]) => ask({ method, params })
  const readHash = async () => {
    const block = await request('eth_getBlockByNumber', numberToHex(from), false)
    return (block as { hash: string }).hash
  }
  const hash = await readHash()
  // A block that is mined before the node hears of it makes the depth one too small.
  while ((await readHash()) === hash) {
    const head = BigInt((await request('eth_blockNumber')) as string)
    await request('anvil_reorg', Number(head - from) + 1, [])
  }
}
