import { createPoller } from './createPoller.js'

/** Work that is done when it is asked for, and tried until it is done. */
export type Retrier = {
  /** Begins. What was asked for before is done now. */
  start(): void
  /** Asks for it. While it is being done, it is done once more afterwards. */
  wake(): void
  /** Waits for what is being done. Idempotent. */
  close(): Promise<void>
}

/** Does nothing until it is woken; failures are told and tried again after an interval. */
export function createRetrier(
  {
    interval,
    onError,
    work,
  }: {
    /** Milliseconds. */
    interval: number
    onError: (error: unknown) => void
    work: (signal: AbortSignal) => Promise<void>
  },
  closedError: () => Error,
): Retrier {
  let isNeeded = false
  const poll = async (signal: AbortSignal) => {
    if (!isNeeded) return
    isNeeded = false
    try {
      await work(signal)
    } catch (error) {
      isNeeded = true
      throw error
    }
  }
  const poller = createPoller({ poll, interval, onError }, closedError)
  return {
    start: poller.start,
    wake() {
      isNeeded = true
      poller.wake()
    },
    close: poller.close,
  }
}
