export type PollerParameters = {
  /** One round. It never overlaps with the next. Rejecting does not stop the rounds. */
  poll: (signal: AbortSignal) => Promise<void>
  /** Milliseconds between the end of a round and the start of the next. */
  interval: number
  /** Told of a failed round; a failure that repeats itself is told once. */
  onError: (error: unknown) => void
  /** Closes the poller. */
  signal?: AbortSignal | undefined
}

export type Poller = {
  /** Starts the rounds. Later calls do nothing. */
  start(): void
  /** Starts the next round now, or right after the one that runs. */
  wake(): void
  /** Resolves after the first round that succeeded; rejects with `closedError` when there was none. */
  readonly ready: Promise<void>
  readonly closed: boolean
  /** Waits for the round that runs. Idempotent. */
  close(): Promise<void>
}

/** Does the same thing again and again, never twice at once, and goes on after failures. */
export function createPoller(parameters: PollerParameters, closedError: () => Error): Poller {
  const { poll, interval, onError, signal } = parameters
  const controller = new AbortController()
  const reportError = reportOnce(onError)
  let running: Promise<void> | undefined
  let endPause: (() => void) | undefined
  let isAwake = false
  let markReady = () => {}
  const ready = new Promise<void>((resolve, reject) => {
    markReady = resolve
    controller.signal.addEventListener('abort', () => reject(closedError()), { once: true })
  })
  // Nobody has to look at it.
  ready.catch(() => {})

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, interval)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
      if (isAwake || controller.signal.aborted) endPause()
    })
  }

  async function run() {
    while (!controller.signal.aborted) {
      isAwake = false
      try {
        await poll(controller.signal)
        reportError(undefined)
        markReady()
      } catch (error) {
        if (!controller.signal.aborted) reportError(error)
      }
      await pause()
    }
  }

  const close = async () => {
    signal?.removeEventListener('abort', close)
    controller.abort(closedError())
    endPause?.()
    await running
  }
  if (signal?.aborted) void close()
  else signal?.addEventListener('abort', close, { once: true })

  return {
    start() {
      if (controller.signal.aborted) throw closedError()
      running ??= run()
    },
    wake() {
      isAwake = true
      endPause?.()
    },
    ready,
    get closed() {
      return controller.signal.aborted
    },
    close,
  }
}

/** A server that is down for an hour is one error, not one for each poll. */
function reportOnce(onError: (error: unknown) => void): (error: unknown) => void {
  let last: string | undefined
  return (error) => {
    const current = error === undefined ? undefined : String(error)
    if (current !== undefined && current !== last) onError(error)
    last = current
  }
}
