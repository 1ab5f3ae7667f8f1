import { fileURLToPath } from 'node:url'
import { runForge } from '../../../tools/runForge.mjs'

const root = fileURLToPath(new URL('../../../../../', import.meta.url))

/** Where they are. */
const tests = 'packages/contracts/test/{invariant,reference}/*'
/** The one of foundry.toml for millions of calls. */
const profile = { FOUNDRY_PROFILE: 'long' }
/**
 * What one call may do, handlers look at in each. What all calls add up to takes as long again, and what is wrong with it
 * stays wrong: so it is looked at after every fourth call, and at the end of each run.
 */
const interval = { FOUNDRY_INVARIANT_CHECK_INTERVAL: '4' }

export type Games = {
  /** Where forge keeps what failed. */
  folder: string
  /** Where the tests write what they did, a line a run. */
  countsFile: string
  runs: number
  depth: number
  seed: number
}

/**
 * Compiles them: two processes that play would do it twice.
 *
 * @throws When they do not compile, with what forge said.
 */
export async function buildGames(signal: AbortSignal): Promise<void> {
  const { code, output } = await runForge(root, ['build'], { env: profile, signal })
  if (code !== 0) throw new Error(`The tests do not compile.\n${output}`)
}

/**
 * Runs the stateful tests of the contracts on one core.
 *
 * @returns What forge printed, and the command that plays the same once more.
 * @throws When it ended without results, with what it said.
 */
export async function playGames(
  { countsFile, depth, folder, runs, seed }: Games,
  signal: AbortSignal,
): Promise<{ output: string; again: string }> {
  const args = ['test', '--threads', '1', '--match-path', tests, '--match-test', '^invariant_']
  args.push('--fuzz-seed', `${seed}`)
  const size = {
    ...profile,
    ...interval,
    FOUNDRY_INVARIANT_RUNS: `${runs}`,
    FOUNDRY_INVARIANT_DEPTH: `${depth}`,
  }
  const env = {
    ...size,
    INVARIANT_COUNTS: countsFile,
    FOUNDRY_INVARIANT_FAILURE_PERSIST_DIR: folder,
  }
  const { output } = await runForge(root, args, { env, signal })
  if (!/^Ran \d+ test suites? in /m.test(output))
    throw new Error(`forge had no results.\n${output}`)
  const settings = Object.entries(size).map(([name, value]) => `${name}=${value}`)
  const again = `${settings.join(' ')} node tools/foundry.mjs forge ${args
    .map((arg) => (/[^\w-]/.test(arg) ? `'${arg}'` : arg))
    .join(' ')}`
  return { output, again }
}
