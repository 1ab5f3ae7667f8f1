import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../../../', import.meta.url))

/** Where they are. */
export const tests = 'packages/contracts/test/{invariant,reference}/*'

export type ForgeRun = {
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
export async function runForge({
  countsFile,
  depth,
  folder,
  runs,
  seed,
  signal,
}: ForgeRun): Promise<string> {
  const args = ['test', '--match-path', tests, '--match-test', '^invariant_']
  args.push('--fuzz-seed', `${seed}`)
  const child = spawn(process.execPath, ['tools/foundry.mjs', 'forge', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    env: {
      ...process.env,
      INVARIANT_COUNTS: countsFile,
      FOUNDRY_INVARIANT_RUNS: `${runs}`,
      FOUNDRY_INVARIANT_DEPTH: `${depth}`,
      FOUNDRY_INVARIANT_FAILURE_PERSIST_DIR: folder,
    },
  })
  const output: Buffer[] = []
  const complaints: Buffer[] = []
  child.stdout.on('data', (data: Buffer) => output.push(data))
  child.stderr.on('data', (data: Buffer) => complaints.push(data))
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve())
  })
  signal.throwIfAborted()
  const text = Buffer.concat(output).toString()
  if (!/^Ran \d+ test suites? in /m.test(text))
    throw new Error(`forge had no results.\n${text}\n${Buffer.concat(complaints).toString()}`)
  return text
}
