import { type Address, type Hex, numberToHex } from 'viem'
import { holder, type startChain, transferData } from '../../../src/internal/testing/startChain.js'
import type { Random } from '../harness/createRandom.js'

type Chain = Pick<Awaited<ReturnType<typeof startChain>>, 'client' | 'prix'>

/** The deepest reorganization. */
export const deepest = 8

/** Adds a block with some transfers. */
async function mineBlock({ client, prix }: Chain, amounts: readonly number[]): Promise<void> {
  // What is left of blocks that are gone would stand in the way, and so would anvil's own count.
  await client.request({ method: 'anvil_dropAllTransactions' } as never)
  let nonce = await client.getTransactionCount({ address: holder.address })
  for (const amount of amounts) {
    const transaction = {
      from: holder.address,
      to: prix,
      data: transferData(BigInt(amount)),
      nonce: numberToHex(nonce++),
    }
    await client.request({ method: 'eth_sendTransaction', params: [transaction] } as never)
  }
  await client.mine({ blocks: 1 })
  const { transactions } = await client.getBlock()
  if (transactions.length !== amounts.length)
    throw new Error(`${transactions.length} of ${amounts.length} transfers were mined.`)
}

async function mineBlocks(chain: Chain, random: Random, blocks: number): Promise<void> {
  for (let n = 0; n < blocks; n++) {
    const transfers = random.chance(0.4) ? 0 : random.between(1, 3)
    await mineBlock(
      chain,
      Array.from({ length: transfers }, () => random.between(1, 5)),
    )
  }
}

/**
 * Lets the chain grow, and mostly replaces its newest blocks by others: fewer, as many or more.
 *
 * @returns How deep it was reorganized, 0 when it only grew.
 */
export async function disturbChain(chain: Chain, random: Random): Promise<number> {
  const { client } = chain
  const kind = random.pick(['grow', 'lower', 'equal', 'higher', 'dropped'] as const)
  // As many as are lost on average, so that the chain grows in the long run.
  await mineBlocks(chain, random, random.between(1, 4))
  if (kind === 'grow') return 0
  const depth = random.between(1, deepest)
  // Without it, an empty block could come out the same again.
  const miner: Address = `0x${random
    .between(1, 2 ** 31)
    .toString(16)
    .padStart(40, '0')}`
  await client.setCoinbase({ address: miner })
  if (kind === 'dropped') {
    const blocks: [Hex | object, number][] = []
    await client.request({ method: 'anvil_reorg', params: [depth, blocks] } as never)
    return depth
  }
  const fewer = kind === 'lower' ? random.between(0, depth - 1) : 0
  const more = kind === 'higher' ? random.between(1, 4) : 0
  await client.request({ method: 'anvil_rollback', params: [depth] } as never)
  await mineBlocks(chain, random, depth - fewer + more)
  return depth
}
