import { runStint } from './follower/runStint.js'
import type { LongTest } from './harness/types.js'

/**
 * Rounds on one chain. After about 900 blocks with rollbacks among them, anvil forgets the code of
 * contracts.
 */
const roundsPerChain = 100

export const longTest: LongTest = {
  about: 'Followers against reorganizations and RPC faults, beside viem’s watcher.',
  rounds: 1_000,
  async run(options) {
    for (let from = options.from; from < options.rounds && !options.signal.aborted; ) {
      const rounds = Math.min(options.rounds, from + roundsPerChain)
      await runStint({ ...options, from, rounds })
      from = rounds
    }
  },
}
