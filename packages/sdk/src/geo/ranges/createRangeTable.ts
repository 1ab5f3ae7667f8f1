import { GeoDataError } from '../../errors/geo.js'
import { compareWords } from './compareWords.js'

export type RangeTable = {
  readonly size: number
  /** The value of the range that contains the address, or `undefined`. */
  find(words: ArrayLike<number>): number | undefined
}

export type RangeTableBuilder = {
  readonly size: number
  /** A range with both ends in it. */
  add(start: ArrayLike<number>, end: ArrayLike<number>, value: number): void
  /** @throws `GeoDataError` Two ranges with different values overlap. */
  build(): RangeTable
}

/**
 * Collects address ranges of one family in typed arrays, which take 12 bytes a range for IPv4 and 36
 * for IPv6, and finds an address among them by halving.
 *
 * @param count 32-bit words of an address: 1 for IPv4, 4 for IPv6.
 */
export function createRangeTable(count: 1 | 4): RangeTableBuilder {
  let starts = new Uint32Array(1_024 * count)
  let ends = new Uint32Array(1_024 * count)
  let values = new Uint32Array(1_024)
  let size = 0

  function grow() {
    const longer = (old: Uint32Array<ArrayBuffer>) => {
      const grown = new Uint32Array(old.length * 2)
      grown.set(old)
      return grown
    }
    starts = longer(starts)
    ends = longer(ends)
    values = longer(values)
  }

  return {
    get size() {
      return size
    },
    add(start, end, value) {
      if (size === values.length) grow()
      for (let word = 0; word < count; word++) {
        starts[size * count + word] = start[word] ?? 0
        ends[size * count + word] = end[word] ?? 0
      }
      values[size] = value
      size++
    },
    build: () => freeze({ count, size, starts, ends, values }),
  }
}

type Columns = {
  count: number
  size: number
  starts: Uint32Array
  ends: Uint32Array
  values: Uint32Array
}

/** Sorts the ranges, joins those of the same value that overlap, and lets nothing be added any more. */
function freeze({ count, size, starts, ends, values }: Columns): RangeTable {
  const order = Uint32Array.from({ length: size }, (_, index) => index)
  const compare = (a: number, b: number) =>
    compareWords(starts, starts, { aFrom: a * count, bFrom: b * count, count })
  if (order.some((index) => index > 0 && compare(index - 1, index) > 0)) order.sort(compare)

  const sorted = {
    starts: new Uint32Array(size * count),
    ends: new Uint32Array(size * count),
    values: new Uint32Array(size),
  }
  let kept = 0
  for (const index of order) {
    const start = starts.subarray(index * count, (index + 1) * count)
    const end = ends.subarray(index * count, (index + 1) * count)
    const last = (kept - 1) * count
    if (kept > 0 && compareWords(sorted.ends, start, { aFrom: last, count }) >= 0) {
      if (sorted.values[kept - 1] !== values[index])
        throw new GeoDataError('Two address ranges that say different things overlap.')
      if (compareWords(end, sorted.ends, { bFrom: last, count }) > 0) sorted.ends.set(end, last)
      continue
    }
    sorted.starts.set(start, kept * count)
    sorted.ends.set(end, kept * count)
    sorted.values[kept] = values[index] ?? 0
    kept++
  }

  return {
    size: kept,
    find(words) {
      let low = 0
      let high = kept
      while (low < high) {
        const middle = (low + high) >>> 1
        if (compareWords(sorted.starts, words, { aFrom: middle * count, count }) <= 0)
          low = middle + 1
        else high = middle
      }
      const at = low - 1
      const isInside =
        at >= 0 && compareWords(words, sorted.ends, { bFrom: at * count, count }) <= 0
      return isInside ? sorted.values[at] : undefined
    },
  }
}
