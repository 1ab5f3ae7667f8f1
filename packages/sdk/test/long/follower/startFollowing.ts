import { type Address, createPublicClient, type Hash, http } from 'viem'
import { prixAbi } from '../../../src/contracts/generated.js'
import { createFollower } from '../../../src/follower/createFollower.js'
import type { Follower } from '../../../src/follower/types.js'
import type { Ledger } from './createLedger.js'

/** A follower that keeps a ledger, and can be replaced by another over the same store. */
export function startFollowing(
  urls: readonly [string, ...string[]],
  { address, fromBlock, ledger }: { address: Address; fromBlock: bigint; ledger: Ledger },
) {
  const [client, ...endpoints] = urls.map((url) =>
    createPublicClient({ transport: http(url, { retryCount: 1, retryDelay: 5 }), cacheTime: 0 }),
  )
  if (!client) throw new Error('No endpoint.')
  let told: Hash | undefined
  let listener = () => {}
  let follower: Follower

  function open() {
    if (!client) return
    follower = createFollower({
      client,
      endpoints,
      store: ledger.store,
      name: 'long',
      address,
      abi: prixAbi,
      confirmations: 0,
      window: 64,
      fromBlock,
      pollingInterval: 40,
      onBatch: (tx, { events }) => ledger.apply(tx, events),
      onRollback: (tx, { events }) => ledger.undo(tx, events),
      onHead({ hash }) {
        told = hash
        listener()
      },
      onError() {},
    })
    follower.start()
  }
  open()
  return {
    async restart() {
      await follower.close()
      open()
    },
    close: () => follower.close(),
    /** Whether it has come to that block within some seconds. */
    async hasReached(hash: Hash, signal: AbortSignal): Promise<boolean> {
      follower.poll()
      if (told === hash) return true
      return new Promise((resolve) => {
        const finish = (hasReached: boolean) => {
          clearTimeout(timer)
          listener = () => {}
          signal.removeEventListener('abort', giveUp)
          resolve(hasReached)
        }
        const giveUp = () => finish(false)
        const timer = setTimeout(giveUp, 30_000)
        signal.addEventListener('abort', giveUp, { once: true })
        listener = () => {
          if (told === hash) finish(true)
        }
      })
    },
  }
}
