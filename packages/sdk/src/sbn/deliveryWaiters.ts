import type { Hex } from 'viem'
import { SbnRefusedError } from '../errors/messaging.js'

/** Most requests that wait for one pass. Its subscriber needs one. */
const mostPerPass = 16
/** Most requests that wait in all. */
const mostInAll = 10_000

/** One request that is held open. */
export type Wait = {
  /** Resolves when something is delivered, the time is over, the signal aborts, or it is ended. */
  readonly done: Promise<void>
  /** Ends this one, and nobody else's. */
  end(): void
}

/** Requests that are held open until a gateway delivers. */
export type DeliveryWaiters = {
  /** @throws `SbnRefusedError` `TOO_MANY_WAITS` when too many are held open already. */
  wait(passId: Hex, seconds: number, signal?: AbortSignal | undefined): Wait
  notify(passId: Hex): void
  /** Lets all of them go. */
  close(): void
}

/** Nobody waiting yet. */
export function createDeliveryWaiters(): DeliveryWaiters {
  const waiting = new Map<Hex, Set<() => void>>()
  let count = 0
  const notify = (passId: Hex) => {
    for (const end of [...(waiting.get(passId) ?? [])]) end()
  }
  return {
    wait(passId, seconds, signal) {
      const ends = waiting.get(passId) ?? new Set()
      if (ends.size >= mostPerPass || count >= mostInAll)
        throw new SbnRefusedError({
          code: 'TOO_MANY_WAITS',
          title: 'Too many requests wait for this already.',
          retryable: true,
        })
      let resolve = () => {}
      const done = new Promise<void>((resolved) => {
        resolve = resolved
      })
      const end = () => {
        if (!ends.delete(end)) return
        count--
        clearTimeout(timer)
        signal?.removeEventListener('abort', end)
        if (ends.size === 0) waiting.delete(passId)
        resolve()
      }
      const timer = setTimeout(end, seconds * 1_000)
      waiting.set(passId, ends.add(end))
      count++
      signal?.addEventListener('abort', end, { once: true })
      if (signal?.aborted) end()
      return { done, end }
    },
    notify,
    close() {
      for (const passId of [...waiting.keys()]) notify(passId)
    },
  }
}
