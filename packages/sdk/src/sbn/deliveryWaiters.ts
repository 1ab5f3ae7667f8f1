import type { Hex } from 'viem'

/** Requests that are held open until a gateway delivers. */
export type DeliveryWaiters = {
  /** Resolves when something is delivered for the pass, the time is over, or the signal aborts. */
  wait(passId: Hex, seconds: number, signal?: AbortSignal | undefined): Promise<void>
  notify(passId: Hex): void
  /** Lets all of them go. */
  close(): void
}

/** Nobody waiting yet. */
export function createDeliveryWaiters(): DeliveryWaiters {
  const waiting = new Map<Hex, Set<() => void>>()
  const notify = (passId: Hex) => {
    for (const wake of waiting.get(passId) ?? []) wake()
  }
  return {
    wait: (passId, seconds, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', wake)
          waiting.get(passId)?.delete(wake)
          if (waiting.get(passId)?.size === 0) waiting.delete(passId)
          resolve()
        }
        const timer = setTimeout(wake, seconds * 1_000)
        signal?.addEventListener('abort', wake, { once: true })
        waiting.set(passId, (waiting.get(passId) ?? new Set()).add(wake))
        if (signal?.aborted) wake()
      }),
    notify,
    close() {
      for (const passId of [...waiting.keys()]) notify(passId)
    },
  }
}
