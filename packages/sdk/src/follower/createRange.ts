import { isRefusal } from './isRefusal.js'

const largest = 2_000n
/** A server that refused once will refuse again: try more only now and then. */
const successesBeforeGrowth = 8

export type Range = {
  /** Reads a stretch of blocks, both ends included, as many at a time as the server gives. */
  read<item>(
    first: bigint,
    last: bigint,
    read: (fromBlock: bigint, toBlock: bigint) => Promise<item[]>,
  ): Promise<item[]>
}

/**
 * Finds out how many blocks a server lets one read at a time: RPC servers limit the span or the size
 * of the answer, each in its own way and with its own error.
 */
export function createRange(): Range {
  let size = largest
  let successes = 0
  return {
    async read<item>(
      first: bigint,
      last: bigint,
      read: (fromBlock: bigint, toBlock: bigint) => Promise<item[]>,
    ): Promise<item[]> {
      const parts: item[][] = []
      for (let next = first; next <= last; ) {
        const end = next + size - 1n
        const toBlock = end < last ? end : last
        try {
          parts.push(await read(next, toBlock))
          next = toBlock + 1n
          if (++successes % successesBeforeGrowth === 0)
            size = size * 2n < largest ? size * 2n : largest
        } catch (error) {
          successes = 0
          const span = toBlock - next + 1n
          size = span > 1n ? span / 2n : 1n
          // A server that refused may take less at once; one that is gone is left alone for now.
          if (span === 1n || !isRefusal(error)) throw error
        }
      }
      return parts.flat()
    },
  }
}
