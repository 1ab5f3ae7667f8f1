import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '../../../sdk/test/long/harness/createRandom.js'
import type { LongRunOptions, LongTest } from '../../../sdk/test/long/harness/types.js'
import { playGames, tests } from './invariants/playGames.js'
import { readCounts } from './invariants/readCounts.js'
import { readResults } from './invariants/readResults.js'

/** Stateful tests of the contracts: each makes `runs` sequences of `depth` calls. */
const campaigns = 3
const depth = 200
/** Sequences of each in one process of forge, which takes a while to start. */
const largestChunk = 50

export const longTest: LongTest = {
  about:
    'The contracts against all that anyone may try with them, and against a slow, obvious model of a pass.',
  rounds: 10_000_000,
  unit: 'calls',
  run,
}

/** A chunk has a seed of its own, which follows from how many calls came before it. */
export async function run({
  folder,
  from,
  onProgress,
  rounds,
  seed,
  signal,
}: LongRunOptions): Promise<void> {
  for (let done = from; done < rounds && !signal.aborted; ) {
    const runs = Math.min(largestChunk, Math.ceil((rounds - done) / (campaigns * depth)))
    const chunkSeed = createRandom(seed, 'invariants', done).between(1, 2 ** 31)
    const chunk = join(folder, `chunk-${done}`)
    const countsFile = join(chunk, 'counts')
    mkdirSync(chunk, { recursive: true })
    onProgress({ done: 0, note: `${runs} runs of ${depth} calls, seed ${chunkSeed}` })
    const output = await playGames({
      folder: chunk,
      countsFile,
      runs,
      depth,
      seed: chunkSeed,
      signal,
    })
    const { calls, findings } = readResults(output)
    if (calls === 0) throw new Error(`forge made no calls.\n${output}`)
    const { counts, findings: idle } = readCounts(readFileSync(countsFile, 'utf8'))
    const again = `FOUNDRY_INVARIANT_RUNS=${runs} FOUNDRY_INVARIANT_DEPTH=${depth} node tools/foundry.mjs forge test --match-path '${tests}' --match-test '^invariant_' --fuzz-seed ${chunkSeed}`
    onProgress({
      done: calls,
      counts,
      findings: [...findings, ...idle].map((finding) => `${finding}\nAgain: ${again}`),
    })
    // What was found stays for whoever looks at it.
    if (findings.length === 0) rmSync(chunk, { recursive: true })
    done += calls
  }
}
