import { join } from 'node:path'
import { bundleParties } from './chaos/bundleParties.js'
import { runBatch } from './chaos/runBatch.js'
import type { LongTest } from './harness/types.js'

/** Purchases of one market. */
const batchSize = 40

/** Markets at a time: they mostly wait. Then new ones start, so that a run can be interrupted in between. */
const width = 3

export const longTest: LongTest = {
  about:
    'Purchases while every party is killed, RPC servers fail and lose answers, and blocks are taken back.',
  rounds: 1_000,
  unit: 'purchases',
  async run({ folder, from, onProgress, rounds, seed, signal }) {
    await using programs = await bundleParties()
    for (let done = from; done < rounds; ) {
      const until = Math.min(rounds, done + batchSize * width - (done % batchSize))
      const batches = splitIntoBatches(done, until)
      const tallies = await Promise.all(
        batches.map(({ batch, purchases }) =>
          runBatch({
            folder: join(folder, `batch-${batch}`),
            ...{ batch, purchases, programs, seed, signal },
            subscribers: Math.min(6, purchases),
            gateways: 3,
            onNote: (note) => onProgress({ done: 0, note }),
          }),
        ),
      )
      // All of them at once, since a run goes on after the last one that is counted.
      for (const [index, { counts, findings }] of tallies.entries()) {
        const { batch = 0, purchases = 0 } = batches[index] ?? {}
        onProgress({
          done: purchases,
          counts,
          findings: findings.map((finding) => `batch ${batch}, seed ${seed}: ${finding}`),
        })
      }
      done = until
    }
  },
}

function splitIntoBatches(from: number, until: number): { batch: number; purchases: number }[] {
  const batches = []
  for (let done = from; done < until; ) {
    const purchases = Math.min(batchSize - (done % batchSize), until - done)
    batches.push({ batch: Math.floor(done / batchSize), purchases })
    done += purchases
  }
  return batches
}
