import { delay } from '../../../src/internal/delay.js'
import type { startChain } from '../../../src/internal/testing/startChain.js'
import type { Random } from '../harness/createRandom.js'
import { add, type Counts } from './types.js'

type Chain = Awaited<ReturnType<typeof startChain>>

/** No block that is older is ever replaced. */
export const deepest = 6

/**
 * Makes blocks, and what goes wrong with them: reorganizations that lose what was mined, fees that
 * jump, and transactions that the pool forgets.
 *
 * @returns How to make it stop: after `calmDown` there are only blocks, after `stop` none.
 */
export function disturbChain({ client }: Chain, random: Random, counts: Counts) {
  let isQuiet = false
  let isStopped = false

  async function disturb() {
    if (random.chance(0.06)) {
      await client.request({
        method: 'anvil_reorg' as never,
        params: [random.between(1, deepest), []] as never,
      })
      add(counts, 'reorgs')
    }
    if (random.chance(0.03)) {
      const baseFeePerGas = BigInt(random.between(5, 60)) * 1_000_000_000n
      await client.setNextBlockBaseFeePerGas({ baseFeePerGas })
      add(counts, 'fee spikes')
    }
    if (random.chance(0.7)) {
      const { pending } = await client.getTxpoolContent()
      const hashes = Object.values(pending).flatMap((byNonce) =>
        Object.values(byNonce).map(({ hash }) => hash),
      )
      for (const hash of hashes.filter(() => random.chance(0.3))) {
        await client.dropTransaction({ hash })
        add(counts, 'dropped transactions')
      }
    }
  }

  const running = (async () => {
    while (!isStopped) {
      await delay(random.between(30, 90))
      if (!isQuiet) await disturb()
      await client.mine({ blocks: 1 })
    }
  })()
  return {
    calmDown() {
      isQuiet = true
    },
    async stop() {
      isStopped = true
      await running
    },
  }
}
