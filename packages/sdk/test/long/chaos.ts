import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runBatch } from './chaos/runBatch.js'
import { bundlePrograms } from './harness/bundlePrograms.js'
import type { LongTest } from './harness/types.js'

/** Purchases of one market. Then a new one starts, so that a run can be interrupted in between. */
const batchSize = 40

export const longTest: LongTest = {
  about:
    'Purchases while every party is killed, RPC servers fail and lose answers, and blocks are taken back.',
  rounds: 1_000,
  unit: 'purchases',
  async run({ folder, from, onProgress, rounds, seed, signal }) {
    const programs = join(folder, 'programs')
    mkdirSync(programs, { recursive: true })
    const program = await bundlePrograms(new URL('./chaos/programs/', import.meta.url), programs)
    for (let done = from; done < rounds; ) {
      const batch = Math.floor(done / batchSize)
      const purchases = Math.min(batchSize - (done % batchSize), rounds - done)
      const { counts, findings } = await runBatch({
        folder: join(folder, `batch-${batch}`),
        ...{ batch, purchases, program, seed, signal },
        subscribers: Math.min(6, purchases),
        gateways: 3,
        onNote: (note) => onProgress({ done: 0, note }),
      })
      done += purchases
      onProgress({
        done: purchases,
        counts,
        findings: findings.map((finding) => `batch ${batch}, seed ${seed}: ${finding}`),
      })
    }
  },
}
