import type { Arrivals } from './createTimeline.js'

/** What arrived together, of several timelines by the same clock. */
export function mergeArrivals(parts: readonly Arrivals[]): Arrivals {
  const filled = parts.filter(({ bins }) => bins.length > 0)
  const first = filled.reduce((least, part) => Math.min(least, part.first), Infinity)
  const bins: number[] = []
  for (const part of filled) {
    for (const [index, bytes] of part.bins.entries()) {
      const place = part.first - first + index
      while (bins.length <= place) bins.push(0)
      bins[place] = (bins[place] ?? 0) + bytes
    }
  }
  return { first: filled.length > 0 ? first : 0, bins }
}
