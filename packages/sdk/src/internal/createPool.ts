/** Places for things that are done at the same time, so that a slow one holds up nobody else. */
export type Pool = {
  /**
   * Starts work in a free place, unless the same key is being worked on or all places are taken.
   *
   * @param work Must not fail.
   * @returns Whether it was started.
   */
  offer(key: string, work: () => Promise<void>): boolean
  /** Waits for all that is under way. */
  settle(): Promise<void>
}

/**
 * A pool with so many places.
 *
 * @param onFree Told each time that a place becomes free.
 */
export function createPool(places: number, onFree: () => void): Pool {
  const working = new Map<string, Promise<void>>()
  return {
    offer(key, work) {
      if (working.has(key) || working.size >= places) return false
      const done = work().finally(() => {
        working.delete(key)
        onFree()
      })
      working.set(key, done)
      return true
    },
    async settle() {
      await Promise.all(working.values())
    },
  }
}
