import { createTokenBucket } from './createTokenBucket.js'

/** One direction of a pass, shared by all its flows. */
export type Lane = {
  /**
   * Asks whether `bytes` may pass. When `true`, now. When `false`, `go` is called once they may, and
   * the flow must not ask again before that.
   */
  take(bytes: number, go: () => void): boolean
  /** Lets `bytes` pass before everyone who waits; what is taken afterwards waits for them. */
  charge(bytes: number): void
  /** How many bytes to take at most at once, so that a slow lane flows evenly. */
  readonly quantum: number
  /** Sets the rate in bytes per millisecond. */
  setRate(rate: number | undefined): void
  pause(): void
  resume(): void
  /** Forgets everyone who waits. */
  close(): void
}

type Waiter = { due: number; go: () => void }

// A timer cannot wait for less; the debt is carried to the next take.
const shortestWait = 1

const evenness = 20
const smallestQuantum = 4096

/** Makes a lane: a token bucket with a queue and one timer. */
export function createLane(rate?: number | undefined): Lane {
  const now = () => performance.now()
  const bucket = createTokenBucket({ rate, now })
  let queue: Waiter[] = []
  let paused = false
  let quantum = toQuantum(rate)
  let timer: ReturnType<typeof setTimeout> | undefined

  function arm(): void {
    clearTimeout(timer)
    timer = undefined
    const head = queue[0]
    if (!head || paused) return
    timer = setTimeout(release, Math.max(0, Math.min(head.due - now(), 2 ** 31 - 1)))
  }

  function release(): void {
    timer = undefined
    const time = now()
    let count = 0
    while (count < queue.length && (queue[count]?.due ?? 0) - time < shortestWait) count++
    const ready = queue.splice(0, count)
    for (const waiter of ready) waiter.go()
    if (!timer) arm()
  }

  return {
    get quantum() {
      return quantum
    },
    take(bytes, go) {
      const due = bucket.take(bytes)
      if (!paused && due - now() < shortestWait) return true
      queue.push({ due, go })
      if (!timer) arm()
      return false
    },
    charge: (bytes) => void bucket.take(bytes),
    setRate(next) {
      const time = now()
      const factor = bucket.setRate(next)
      quantum = toQuantum(next)
      for (const waiter of queue) waiter.due = time + (waiter.due - time) * factor
      arm()
    },
    pause() {
      paused = true
      arm()
    },
    resume() {
      paused = false
      arm()
    },
    close() {
      clearTimeout(timer)
      timer = undefined
      queue = []
    },
  }
}

function toQuantum(rate: number | undefined): number {
  if (rate === undefined) return Number.POSITIVE_INFINITY
  return Math.max(smallestQuantum, Math.floor(rate * evenness))
}
