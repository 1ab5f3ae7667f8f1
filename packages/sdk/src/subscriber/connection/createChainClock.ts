import type { Chain, Client, Transport } from 'viem'
import { abortable } from '../../internal/abortable.js'
import { getChainTime } from '../../internal/getChainTime.js'

/** The chain's time, also while the chain cannot be reached. */
export type ChainClock = {
  /** Asks the chain. */
  read(): Promise<number>
  /** What it would say now, by what it said last; 0 when it was never asked. */
  guess(): number
}

/** A clock that asks the chain, and goes on by this machine's steady clock in between. */
export function createChainClock(
  client: Client<Transport, Chain | undefined>,
  signal: AbortSignal,
): ChainClock {
  let last = 0
  let readAt = performance.now()
  return {
    async read() {
      last = await abortable(getChainTime(client), signal)
      readAt = performance.now()
      return last
    },
    guess: () => (last === 0 ? 0 : last + Math.floor((performance.now() - readAt) / 1_000)),
  }
}
