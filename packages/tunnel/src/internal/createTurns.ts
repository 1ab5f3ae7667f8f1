import { withSignal } from './withSignal.js'

/** Lets a bounded number of tasks run at the same time; further ones wait in order. */
export type Turns = {
  /** Waits for a turn, which is to be given back. Leaves the queue when `signal` aborts. */
  take(signal?: AbortSignal | undefined): Promise<void>
  give(): void
  /** Lets everybody go who waits. */
  release(): void
  /** How many turns are taken. */
  readonly active: number
}

export function createTurns(limit: number): Turns {
  const waiting = new Set<() => void>()
  let active = 0

  function give(): void {
    active--
    const [next] = waiting
    if (next) start(next)
  }

  function start(go: () => void): void {
    waiting.delete(go)
    active++
    go()
  }

  return {
    async take(signal) {
      if (active < limit) {
        active++
        return
      }
      let go: () => void = () => {}
      const turn = new Promise<void>((resolve) => {
        go = resolve
      })
      waiting.add(go)
      try {
        await withSignal(turn, signal)
      } catch (error) {
        // A turn that came at the same moment goes to the next one.
        if (!waiting.delete(go)) give()
        throw error
      }
    },
    give,
    release() {
      for (const go of [...waiting]) start(go)
    },
    get active() {
      return active
    },
  }
}
