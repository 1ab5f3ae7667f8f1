import { abortable } from '../../internal/abortable.js'

/**
 * Does work under a name, one at a time: who asks while it is under way waits, gets its failure, or
 * does the work again, which then finds everything done.
 */
export async function joinWork<value>(
  running: Map<string, Promise<unknown>>,
  name: string,
  signal: AbortSignal | undefined,
  work: () => Promise<value>,
): Promise<value> {
  for (let other = running.get(name); other; other = running.get(name)) {
    try {
      await abortable(other, signal)
    } catch (error) {
      signal?.throwIfAborted()
      // That the other one gave up waiting says nothing about this one.
      if (!isAbort(error)) throw error
    }
  }
  const done = work()
  running.set(name, done)
  try {
    return await done
  } finally {
    running.delete(name)
  }
}

/** Whether waiting was broken off from outside, also where a typed error says so. */
function isAbort(error: unknown): boolean {
  const { cause, name } = (error ?? {}) as { cause?: unknown; name?: unknown }
  return name === 'AbortError' || (cause !== undefined && isAbort(cause))
}
