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
 * @property {Record<string, string>} [env] added to this program's own
 * @property {number} [grace] milliseconds that an interrupted tool gets to end by itself
 */

/**
 * Runs one tool of the setup. What it says is kept in a file, of which the end is shown if it fails.
 * @param {string} label
 * @param {string} command
 * @param {string[]} args
 * @param {StepOptions} options
 * @throws {SetupError} when the tool cannot be started, or fails
 */
export async function runStep(label, command, args, { interruption, verbose, env, grace }) {
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
      grace,
      stdio: verbose ? ['ignore', 2, 2] : ['ignore', output, output],
    })
    interruption.signal.throwIfAborted()
    if (code === 0) return finish(verbose ? `${label}: ` : '')
    finish('failed after ')
    if (verbose) throw new SetupError(`${label}: failed with exit code ${code}.`)
    keep = true
    throw new SetupError(
      `${shorten(readFileSync(log, 'utf8'))}\n\n${label}: failed with exit code ${code}; everything it said is in ${log}`,
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

/**
 * Keeps both ends of a long output: some tools give the reason first and some last.
 * @param {string} output
 */
function shorten(output) {
  const lines = output.trimEnd().split('\n')
  if (lines.length <= 70) return lines.join('\n')
  return [
    ...lines.slice(0, 20),
    `… ${lines.length - 60} lines left out …`,
    ...lines.slice(-40),
  ].join('\n')
}
