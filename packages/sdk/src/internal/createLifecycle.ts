import { InvalidInputError } from '../errors/input.js'
import { NotRunningError } from '../errors/lifecycle.js'

/** What starts once, runs, and is closed for good. */
export type Lifecycle<running> = {
  /**
   * Starts it. After a start that failed it may be tried again.
   *
   * @throws `InvalidInputError` when it was started already; `NotRunningError` when it is closed, also
   * while it starts.
   */
  start(signal?: AbortSignal | undefined): Promise<running>
  /**
   * What runs; waits for a start that is under way.
   *
   * @throws `NotRunningError` before the start and after `close`.
   */
  require(): Promise<running>
  /** Breaks off a start that is under way, or closes what runs. Idempotent. */
  close(): Promise<void>
}

/**
 * Makes a {@link Lifecycle}.
 *
 * @param open Starts it, or nothing: it closes what it had opened when it fails or is aborted.
 */
export function createLifecycle<running extends { close(): Promise<void> }>(
  what: 'gateway' | 'SBN',
  open: (signal: AbortSignal) => Promise<running>,
): Lifecycle<running> {
  const controller = new AbortController()
  let starting: Promise<running> | undefined
  let closing: Promise<void> | undefined

  async function run(signal: AbortSignal): Promise<running> {
    signal.throwIfAborted()
    const running = await open(signal)
    // It may have come too far to notice.
    if (signal.aborted) await running.close()
    signal.throwIfAborted()
    return running
  }

  return {
    async start(signal) {
      controller.signal.throwIfAborted()
      if (starting) throw new InvalidInputError('start', 'It was started already.')
      const signals = signal ? [signal, controller.signal] : [controller.signal]
      starting = run(AbortSignal.any(signals))
      try {
        return await starting
      } catch (error) {
        starting = undefined
        throw error
      }
    },
    async require() {
      controller.signal.throwIfAborted()
      if (!starting) throw new NotRunningError(what)
      return starting
    },
    close() {
      controller.abort(new NotRunningError(what))
      closing ??= Promise.resolve(starting).then(
        (running) => running?.close(),
        // Whoever started it is told why it did not start.
        () => {},
      )
      return closing
    },
  }
}
