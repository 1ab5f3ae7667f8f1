import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname } from 'node:path'
import { endProcessTree } from './endProcessTree.mjs'
import { root } from './root.mjs'
import { sendSignal } from './sendSignal.mjs'

/**
 * @typedef {object} Interruption
 * @property {AbortSignal} signal aborted by the first Ctrl-C; its reason is the signal to hand on
 * @property {AbortSignal} force aborted by a second one
 */

/**
 * @typedef {object} RunOptions
 * @property {Interruption} interruption
 * @property {import('node:child_process').StdioOptions} stdio
 * @property {Record<string, string> | undefined} [env] added to this program's own
 * @property {number | undefined} [grace] milliseconds that an interrupted program gets to end by itself; 5,000 unless told
 * @property {(chunk: Buffer) => void} [onOutput] gets what a piped stdout says
 * @property {boolean} [cleansUp] the program ends its own children, and may take its time over it
 */

/**
 * Runs a program in a process group of its own, so that a Ctrl-C reaches it once and only from here, and
 * waits until it has ended. An interrupted one is ended with all that it started.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} options
 * @returns {Promise<number>} its exit code
 */
export async function runProcess(command, args, options) {
  const { interruption, stdio, env, grace = 5_000, onOutput, cleansUp } = options
  const { signal, force } = interruption
  signal.throwIfAborted()
  const child = spawn(command, args, {
    cwd: root,
    detached: true,
    stdio,
    env: { ...process.env, ...env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` },
  })
  if (onOutput) child.stdout?.on('data', onOutput)
  /** @type {Promise<number>} */
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, name) => resolve(code ?? 128 + constants.signals[name ?? 'SIGKILL']))
  })
  const pid = child.pid
  if (pid === undefined) return ended // It could not be started.

  /** @type {Promise<void> | undefined} */
  let ending
  const end = () => {
    ending = endProcessTree(pid, { name: signal.reason, grace, force })
  }
  const ask = () => (cleansUp ? sendSignal(pid, signal.reason) : end())
  signal.addEventListener('abort', ask, { once: true })
  if (cleansUp) force.addEventListener('abort', end, { once: true })
  try {
    return await ended
  } finally {
    signal.removeEventListener('abort', ask)
    force.removeEventListener('abort', end)
    await ending
  }
}
