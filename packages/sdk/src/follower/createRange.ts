import { BaseError, HttpRequestError, RpcRequestError } from 'viem'

const largest = 2_000n
/** A server that refused once will refuse again: try more only now and then. */
const successesBeforeGrowth = 8

/**
 * Finds out how many blocks a server lets one read at a time: RPC servers limit the span or the size
 * of the answer, each in its own way and with its own error.
 */
export function createRange() {
  let size = largest
  let successes = 0
  return {
    /** Reads from a block on, at most up to `last`, as many blocks as the server gives. */
    async read<event>(
      first: bigint,
      last: bigint,
      read: (toBlock: bigint) => Promise<event[]>,
    ): Promise<{ events: event[]; toBlock: bigint }> {
      for (;;) {
        const end = first + size - 1n
        const toBlock = end < last ? end : last
        try {
          const events = await read(toBlock)
          if (++successes % successesBeforeGrowth === 0)
            size = size * 2n < largest ? size * 2n : largest
          return { events, toBlock }
        } catch (error) {
          successes = 0
          const span = toBlock - first + 1n
          size = span > 1n ? span / 2n : 1n
          // A server that refused may take less at once; one that is gone is left alone for now.
          if (span === 1n || !isRefusal(error)) throw error
        }
      }
    },
  }
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false
  const refused = error.walk(
    (cause) =>
      cause instanceof RpcRequestError ||
      (cause instanceof HttpRequestError && [400, 413, 422].includes(cause.status ?? 0)),
  )
  return refused !== null
}
