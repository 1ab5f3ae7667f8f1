import { abortable } from '../internal/abortable.js'
import type { Fetcher } from './askReflector.js'
import { pingReflector } from './pingReflector.js'
import type { OpenReflector } from './reflector.js'
import { type Latency, summarizeRoundTrips } from './summarizeRoundTrips.js'

/** Milliseconds between the beginnings of two round trips. */
const spacing = 100
/** After how many milliseconds one is lost. */
const patience = 2_000

/**
 * Makes round trips while something else is going on in the same session, and says how they went:
 * latency under load. Round trips do not wait for each other, as a call's packets do not.
 *
 * @returns What the work gave, and the round trips; none when none came back.
 * @throws What the work throws. Round trips that fail are lost.
 */
export async function pingMeanwhile<value>(
  session: Fetcher,
  { reflector, signal }: { reflector: OpenReflector; signal?: AbortSignal | undefined },
  work: () => Promise<value>,
): Promise<{ value: value; latency?: Latency | undefined }> {
  const over = new AbortController()
  const samples: number[] = []
  const running = new Set<Promise<void>>()
  let lost = 0
  async function ping() {
    const late = AbortSignal.timeout(patience)
    const either = AbortSignal.any([late, over.signal, ...(signal ? [signal] : [])])
    try {
      // Not every session heeds the signal.
      samples.push(await abortable(pingReflector(session, reflector, either), either))
    } catch {
      // One that was under way when the work was over says nothing.
      if (!over.signal.aborted) lost++
    }
  }
  const timer = setInterval(() => {
    const one: Promise<void> = ping().finally(() => running.delete(one))
    running.add(one)
  }, spacing)
  try {
    const value = await work()
    return { value, latency: summarizeRoundTrips(samples, lost) }
  } finally {
    clearInterval(timer)
    over.abort()
    await Promise.all(running)
  }
}
