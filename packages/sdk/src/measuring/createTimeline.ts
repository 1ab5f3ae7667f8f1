/** Width of a bin, in milliseconds. */
export const binMs = 100

/** Longest that is kept apart: what comes later counts for the last bin. */
const mostBins = 36_000

/** When bytes arrived, by a clock that only goes forward. */
export type Arrivals = {
  /** Number of the first bin: the clock's milliseconds divided by {@link binMs}, rounded down. */
  first: number
  /** Bytes that arrived in that bin and those after it. */
  bins: number[]
}

export type Timeline = {
  /** So many bytes arrive now. */
  add(bytes: number): void
  /** What arrived so far; `first` is 0 and there are no bins when nothing did. */
  read(): Arrivals
}

/** Nothing has arrived yet. `now` gives milliseconds. */
export function createTimeline(now: () => number = () => performance.now()): Timeline {
  let first: number | undefined
  const bins: number[] = []
  return {
    add(bytes) {
      const bin = Math.floor(now() / binMs)
      first ??= bin
      const index = Math.min(bin - first, mostBins - 1)
      while (bins.length <= index) bins.push(0)
      bins[index] = (bins[index] ?? 0) + bytes
    },
    read: () => ({ first: first ?? 0, bins: [...bins] }),
  }
}
