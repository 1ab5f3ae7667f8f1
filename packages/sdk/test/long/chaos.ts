import { join } from 'node:path'
import { bundleParties } from './chaos/bundleParties.js'
import { runBatch } from './chaos/runBatch.js'
import { mapInOrder } from './harness/mapInOrder.js'
import type { LongTest } from './harness/types.js'

/** Purchases of one market. */
const batchSize = 40

/** Markets at a time: they mostly wait. A run can be interrupted after each. */
const width = 3

export const longTest: LongTest = {
  about:
    'Purchases while every party is killed, RPC servers fail and lose answers, and blocks are taken back.',
  rounds: 1_000,
  unit: 'purchases',
  async run({ folder, from, onProgress, rounds, seed, signal }) {
    await using programs = await bundleParties()
    const batches = splitIntoBatches(from, rounds)
    const options = { limit: width, onProgress, signal }
    await mapInOrder(batches, options, async ({ batch, purchases }) => {
      const { counts, findings } = await runBatch({
        folder: join(folder, `batch-${batch}`),
        ...{ batch, purchases, programs, seed, signal },
        subscribers: Math.min(6, purchases),
        gateways: 3,
        onNote: (note) => onProgress({ done: 0, note }),
      })
      return {
        done: purchases,
        counts,
        findings: findings.map((finding) => `batch ${batch}, seed ${seed}: ${finding}`),
      }
    })
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
