import { BaseError, createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { createNonceManager, jsonRpc } from 'viem/nonce'
import { createCloser } from '../../../src/internal/createCloser.js'
import { startChain, transferData } from '../../../src/internal/testing/startChain.js'
import { startRpcProxy } from '../../../src/internal/testing/startRpcProxy.js'
import { createRandom } from '../harness/createRandom.js'
import { countTransfers } from './countTransfers.js'
import { createFaults } from './createFaults.js'
import { deepest, disturbChain } from './disturbChain.js'
import { amountOf, type Part } from './runPart.js'
import { add, type Counts } from './types.js'

/** The key of {@link holder}: viem's nonce manager belongs to an account that has one. */
const key = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'

/**
 * Sends the same transfers with viem's nonce manager, over the same kinds of faults, 16 at a time. It is
 * spared the restarts, which it could not survive, and the strangers.
 */
export async function runViem({ first, seed, signal, size }: Part, total: Counts): Promise<void> {
  const opened = createCloser()
  const counts: Counts = {}
  try {
    const chain = await startChain()
    opened.add(chain.close)
    await chain.client.setAutomine(false)
    await chain.client.mine({ blocks: 2 * deepest })
    const proxy = await startRpcProxy(chain.url)
    opened.add(proxy.close)
    proxy.intercept = createFaults(createRandom(seed, first, 'faults', 0), counts)
    const disturbance = disturbChain(chain, createRandom(seed, first, 'chain'), counts)
    opened.add(disturbance.stop)
    const nonceManager = createNonceManager({ source: jsonRpc() })
    const account = privateKeyToAccount(key, { nonceManager })
    // With the retries that viem makes unless told otherwise.
    const client = createWalletClient({ account, chain: foundry, transport: http(proxy.url) })

    let next = first
    const send = async () => {
      while (next < first + size) {
        signal.throwIfAborted()
        const data = transferData(amountOf(next++))
        await client.sendTransaction({ to: chain.prix, data }).then(
          () => add(total, 'accepted of viem'),
          (error: unknown) => {
            const cause = error instanceof BaseError ? error.walk() : error
            add(total, `failed of viem: ${cause instanceof Error ? cause.name : 'unknown'}`)
          },
        )
      }
    }
    await Promise.all(Array.from({ length: 16 }, send))
    disturbance.calmDown()
    await disturbance.stop()
    await chain.client.mine({ blocks: 20 })
    const times = await countTransfers(chain, chain.prix)
    for (let index = first; index < first + size; index++) {
      const mined = times.get(amountOf(index)) ?? 0
      if (mined > 0) add(total, 'mined of viem')
      if (mined > 1) add(total, 'mined twice of viem')
    }
    const { queued } = await chain.client.getTxpoolStatus()
    add(total, 'behind a gap of viem', queued)
    if (queued > 0) add(total, 'parts with a gap of viem')
  } finally {
    await opened.close()
  }
}
