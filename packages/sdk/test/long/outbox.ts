import type { LongRunOptions, LongTest } from './harness/types.js'
import { runPart } from './outbox/runPart.js'

/** Intents that share a chain, an account and a store. An interrupted part begins anew. */
const largestPart = 100

export const longTest: LongTest = {
  about:
    'The outbox against RPC faults, dropped transactions, reorganizations, fee spikes, strangers and kill -9, beside viem’s nonce manager.',
  rounds: 500,
  unit: 'intents',
  run,
}

export async function run({
  folder,
  from,
  onProgress,
  rounds,
  seed,
  signal,
}: LongRunOptions): Promise<void> {
  for (let next = from; next < rounds; next += largestPart) {
    const size = Math.min(largestPart, rounds - next)
    const note = (text: string) => onProgress({ done: 0, note: text })
    const part = { folder, first: next, size, seed, signal, note }
    const { counts, findings } = await runPart(part)
    onProgress({ done: size, counts, findings })
  }
}
