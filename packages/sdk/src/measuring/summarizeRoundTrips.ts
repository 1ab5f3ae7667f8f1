import { median } from './median.js'

/** How long round trips through a session take. */
export type Latency = {
  medianMs: number
  minMs: number
  /** Half of the round trips differ by no more than this: their interquartile range, in milliseconds. */
  jitterMs: number
  /** Which part of the round trips was not answered in time, from 0 to 1. */
  loss: number
  /** Each round trip in milliseconds, in the order in which they were made. */
  samples: number[]
}

/** @returns `undefined` when there was no round trip. */
export function summarizeRoundTrips(samples: number[], lost: number): Latency | undefined {
  if (samples.length === 0) return undefined
  const sorted = [...samples].sort((a, b) => a - b)
  return {
    medianMs: median(sorted),
    minMs: Math.min(...sorted),
    jitterMs: quantile(sorted, 0.75) - quantile(sorted, 0.25),
    loss: lost / (samples.length + lost),
    samples,
  }
}

/** Between two neighbours it is in proportion. */
function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}
