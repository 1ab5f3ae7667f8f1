import { constants } from 'node:os'
import { SetupError } from './SetupError.mjs'

/**
 * @typedef {object} Command
 * @property {string[]} args what was written after the command, without `--verbose`
 * @property {boolean} verbose
 * @property {import('./runProcess.mjs').Interruption} interruption
 */

/**
 * Runs one of the commands in this folder: turns Ctrl-C (and a closed terminal or pipe) into an
 * interruption, and the outcome into an exit code.
 * @param {(command: Command) => Promise<number>} main returns the exit code
 */
export async function runCommand(main) {
  const first = new AbortController()
  const second = new AbortController()
  let code = 0
  let since = 0

  /** @param {'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE'} name */
  function interrupt(name) {
    if (!first.signal.aborted) {
      code = 128 + constants.signals[name]
      since = Date.now()
      first.abort(name === 'SIGINT' ? 'SIGINT' : 'SIGTERM')
      return
    }
    // npm repeats the terminal's Ctrl-C at once: only a later one is the person's second.
    if (Date.now() - since > 1_000) second.abort()
  }
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(name, () => interrupt(name))
  }
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', () => interrupt('SIGPIPE'))

  const given = process.argv.slice(2)
  const args = given.filter((argument) => argument !== '--verbose')
  try {
    process.exitCode = await main({
      args,
      verbose: args.length < given.length,
      interruption: { signal: first.signal, force: second.signal },
    })
  } catch (error) {
    if (first.signal.aborted) process.exitCode = code
    else if (error instanceof SetupError) {
      console.error(error.message)
      process.exitCode = 1
    } else throw error
  }
}
