import { fileURLToPath } from 'node:url'
import { runForge } from '../../../tools/runForge.mjs'

const root = fileURLToPath(new URL('../../../../../', import.meta.url))

/** Where they are. */
export const tests = 'packages/contracts/test/{invariant,reference}/*'

export type Games = {
  /** Where forge keeps what failed. */
  folder: string
  /** Where the tests write what they did, a line a run. */
  countsFile: string
  runs: number
  depth: number
  seed: number
  signal: AbortSignal
}

/**
 * Runs the stateful tests of the contracts in one process, on as many threads as `FOUNDRY_THREADS` says
 * (all cores unless set).
 *
 * @returns What it printed.
 * @throws When it ended without results, with what it said.
 */
export async function playGames(games: Games): Promise<string> {
  const { countsFile, depth, folder, runs, seed, signal } = games
  const args = ['test', '--match-path', tests, '--match-test', '^invariant_']
  args.push('--fuzz-seed', `${seed}`)
  const env = {
    INVARIANT_COUNTS: countsFile,
    FOUNDRY_INVARIANT_RUNS: `${runs}`,
    FOUNDRY_INVARIANT_DEPTH: `${depth}`,
    FOUNDRY_INVARIANT_FAILURE_PERSIST_DIR: folder,
  }
  const { output } = await runForge(root, args, { env, signal })
  if (!/^Ran \d+ test suites? in /m.test(output))
    throw new Error(`forge had no results.\n${output}`)
  return output
}
