import { createWalletClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { delay } from '../../../src/internal/delay.js'
import { holder, type startChain } from '../../../src/internal/testing/startChain.js'
import { add, type Counts } from './types.js'

type Chain = Awaited<ReturnType<typeof startChain>>

/**
 * Signs with the outbox's key what the outbox knows nothing of, with the next nonce, outbidding what
 * it may have there. Nothing else can put it back when a reorganization takes it away.
 */
export async function startStranger(chain: Chain, counts: Counts): Promise<void> {
  const client = createWalletClient({ account: holder, chain: foundry, transport: http(chain.url) })
  for (let attempt = 0; attempt < 20; attempt++) {
    const nonce = await chain.client.getTransactionCount({ address: holder.address })
    try {
      await client.sendTransaction({
        nonce,
        to: '0x000000000000000000000000000000000000dEaD',
        value: 1n,
        gas: 21_000n,
        maxFeePerGas: 900_000_000_000n,
        maxPriorityFeePerGas: 100_000_000_000n,
      })
      add(counts, 'strangers')
      return
    } catch {
      // Mined in the meantime.
      await delay(20)
    }
  }
}
