import type { startChain } from '../../internal/testing/startChain.js'

type Chain = Awaited<ReturnType<typeof startChain>>
let forks = 1

/** Drops the newest blocks and lets others take their place, each with one transfer. */
export async function replaceBlocks(
  { client, transfer }: Chain,
  depth: number,
  amounts: readonly bigint[],
): Promise<void> {
  await client.request({ method: 'anvil_rollback', params: [depth] } as never)
  // Without it, the same transfer in the same second would make the same block.
  await client.setCoinbase({ address: `0x${(forks++).toString().padStart(40, '0')}` })
  for (const amount of amounts) await transfer(amount)
}
