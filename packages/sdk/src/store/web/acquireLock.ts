import { StoreBusyError, StoreUnavailableError } from '../../errors/store.js'

/**
 * Waits until no other tab, worker or frame of this origin has the lock.
 *
 * @param timeout Milliseconds.
 * @returns What lets go of it. A tab that crashes lets go by itself.
 *
 * @see https://www.w3.org/TR/web-locks/
 */
export function acquireLock(name: string, timeout: number): Promise<() => void> {
  const { locks } = globalThis.navigator ?? {}
  if (!locks) throw new StoreUnavailableError('Web Locks')
  const signal = AbortSignal.timeout(timeout)
  return new Promise((resolve, reject) => {
    const held = () => new Promise<void>((release) => resolve(release))
    locks.request(name, { signal }, held).catch((cause: unknown) => {
      reject(signal.aborted ? new StoreBusyError({ cause }) : cause)
    })
  })
}
