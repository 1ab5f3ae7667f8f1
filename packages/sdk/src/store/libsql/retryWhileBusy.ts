import { setTimeout as sleep } from 'node:timers/promises'
import { StoreBusyError } from '../../errors/store.js'

/**
 * Tries until the database is not locked by another connection, for `patience` milliseconds.
 *
 * SQLite's own waiting blocks the process, so that a connection of the same process could never
 * finish what is being waited for.
 */
export async function retryWhileBusy<value>(work: () => value, patience: number): Promise<value> {
  const giveUpAt = performance.now() + patience
  for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
    try {
      return work()
    } catch (cause) {
      if (!isBusy(cause)) throw cause
      if (performance.now() >= giveUpAt) throw new StoreBusyError({ cause })
    }
    // Uneven, or two writers of the same rhythm would meet again and again.
    await sleep(pause * (0.5 + Math.random()))
  }
}

function isBusy(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^SQLITE_(BUSY|LOCKED)/.test(code)
}
