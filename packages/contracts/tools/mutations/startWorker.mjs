import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/**
 * Starts a process that judges mutants in a scratch copy.
 * @param {string} scratch
 * @param {AbortSignal} signal
 */
export function startWorker(scratch, signal) {
  const program = fileURLToPath(new URL('worker.mjs', import.meta.url))
  // A group of its own, so that forge ends with it.
  const child = fork(program, [scratch], { detached: true, serialization: 'advanced' })
  const stop = () => {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It is gone.
    }
  }
  signal.addEventListener('abort', stop)

  /** @param {unknown} task */
  async function ask(task) {
    signal.throwIfAborted()
    child.send(/** @type {import('node:child_process').Serializable} */ (task))
    const answered = new AbortController()
    const [message] = await Promise.race([
      once(child, 'message', answered),
      once(child, 'exit', answered).then(() => {
        signal.throwIfAborted()
        throw new Error('A process that judges mutants has ended.')
      }),
    ]).finally(() => answered.abort())
    if (message.error !== undefined) throw new Error(message.error)
    return message.answer
  }

  return {
    /** Fails when the tests fail without a mutant. */
    check: () => ask('check'),
    /**
     * @param {import('./createMutants.mjs').Mutant} mutant
     * @returns {Promise<import('./createJudge.mjs').Verdict>}
     */
    judge: (mutant) => ask(mutant),
    stop() {
      signal.removeEventListener('abort', stop)
      stop()
    },
  }
}
