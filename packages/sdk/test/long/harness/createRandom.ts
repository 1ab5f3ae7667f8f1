/** Random numbers that a seed and the number of a round determine. */
export type Random = {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** True in so many of one cases, for example 0.1. */
  chance(share: number): boolean
  pick<value>(values: readonly value[]): value
}

/** The same numbers for the same seed and labels: what one round draws never moves another's. */
export function createRandom(seed: number, ...labels: readonly (number | string)[]): Random {
  let state = hash(`${seed}/${labels.join('/')}`)
  // mulberry32: small, fast, and good enough for choosing what goes wrong.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    chance: (share) => next() < share,
    pick(values) {
      const value = values[between(0, values.length - 1)]
      if (value === undefined) throw new Error('Nothing to pick from.')
      return value
    },
  }
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value
}
