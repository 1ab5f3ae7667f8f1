import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createRandom } from '../../../sdk/test/long/harness/createRandom.js'
import { mapInOrder } from '../../../sdk/test/long/harness/mapInOrder.js'
import type {
  LongProgress,
  LongRunOptions,
  LongTest,
} from '../../../sdk/test/long/harness/types.js'
import { buildGames, playGames } from './invariants/playGames.js'
import { readCounts } from './invariants/readCounts.js'
import { readResults } from './invariants/readResults.js'

/** Stateful tests of the contracts: each makes `runs` sequences of `depth` calls. */
const campaigns = 3
const depth = 200
/** Sequences of each in one process of forge, which takes a while to start. */
const largestChunk = 100

export const longTest: LongTest = {
  about:
    'The contracts against all that anyone may try with them, and against a slow, obvious model of a pass.',
  rounds: 10_000_000,
  unit: 'calls',
  run,
}

type Chunk = { start: number; runs: number }

/** As many processes of forge as there are cores, each with a chunk of the calls at a time. */
export async function run(options: LongRunOptions): Promise<void> {
  const { from, onProgress, rounds, signal } = options
  onProgress({ done: 0, note: 'compiling' })
  await buildGames(signal)
  const limit = availableParallelism()
  await mapInOrder(planChunks(from, rounds), { limit, onProgress, signal }, (chunk) =>
    playChunk(chunk, options),
  )
}

function planChunks(from: number, rounds: number): Chunk[] {
  const chunks: Chunk[] = []
  for (let start = from; start < rounds; ) {
    const runs = Math.min(largestChunk, Math.ceil((rounds - start) / (campaigns * depth)))
    chunks.push({ start, runs })
    start += runs * campaigns * depth
  }
  return chunks
}

/** A chunk has a seed of its own, which follows from how many calls came before it. */
async function playChunk(
  { runs, start }: Chunk,
  { folder, seed, signal }: LongRunOptions,
): Promise<LongProgress> {
  const chunkSeed = createRandom(seed, 'invariants', start).between(1, 2 ** 31)
  const chunk = join(folder, `chunk-${start}`)
  const countsFile = join(chunk, 'counts')
  mkdirSync(chunk, { recursive: true })
  // Of an interrupted call.
  rmSync(countsFile, { force: true })
  const games = { folder: chunk, countsFile, runs, depth, seed: chunkSeed }
  const { again, output } = await playGames(games, signal)
  const { calls, findings } = readResults(output)
  if (calls === 0) throw new Error(`forge made no calls.\n${output}`)
  const { counts, findings: idle } = readCounts(readFileSync(countsFile, 'utf8'))
  const all = [...findings, ...idle]
  // What was found stays for whoever looks at it.
  if (all.length === 0) rmSync(chunk, { recursive: true })
  return {
    done: calls,
    note: `${runs} runs of ${depth} calls, seed ${chunkSeed}`,
    counts,
    findings: all.map((finding) => `${finding}\nAgain: ${again}`),
  }
}
