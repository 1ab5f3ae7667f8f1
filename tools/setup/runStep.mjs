import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProcess } from './runProcess.mjs'
import { SetupError } from './SetupError.mjs'
import { startProgress } from './startProgress.mjs'

/**
 * @typedef {object} StepOptions
 * @property {import('./runProcess.mjs').Interruption} interruption
 * @property {boolean} verbose show what the tool says while it says it
 * @property {Record<string, string> | undefined} [env] added to this program's own
 */

/**
 * Runs one tool of the setup. What it says is kept in a file, of which the end is shown if it fails.
 * @param {string} label
 * @param {string} command
 * @param {string[]} args
 * @param {StepOptions} options
 * @throws {SetupError} when the tool cannot be started, or fails
 */
export async function runStep(label, command, args, { interruption, verbose, env }) {
  const folder = mkdtempSync(join(tmpdir(), 'passband-'))
  const log = join(folder, 'output.log')
  const output = openSync(log, 'w')
  let keep = false
  const finish = startProgress(label)
  if (verbose) process.stderr.write('\n')
  try {
    const code = await runProcess(command, args, {
      interruption,
      env,
      stdio: verbose ? ['ignore', 2, 2] : ['ignore', output, output],
    })
    interruption.signal.throwIfAborted()
    if (code === 0) return finish(verbose ? `${label}: ` : '')
    finish('failed after ')
    if (verbose) throw new SetupError(`${label}: failed with exit code ${code}.`)
    keep = true
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
    const tail = lines.slice(-60).join('\n')
    throw new SetupError(
      `${tail}\n\n${label}: failed with exit code ${code}; everything it said is in ${log}`,
    )
  } catch (error) {
    if (interruption.signal.aborted) finish('interrupted after ')
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error
    finish('failed after ')
    throw new SetupError(
      `${command} is missing: it comes with Node.js, or is to be put on the PATH.`,
    )
  } finally {
    closeSync(output)
    if (!keep) rmSync(folder, { recursive: true, force: true })
  }
}
