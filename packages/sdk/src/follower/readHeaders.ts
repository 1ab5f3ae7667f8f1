import { RpcContradictionError } from '../errors/follower.js'
import { mapLimited } from '../internal/mapLimited.js'
import type { Endpoint } from './createEndpoint.js'
import type { Header } from './header.js'
import { readHeader } from './readHeader.js'

/** How many questions one server is asked at the same time. */
export const atOnce = 100

/** Blocks by their ascending numbers. Neighbours among them follow each other. */
export async function readHeaders(
  endpoint: Endpoint,
  numbers: readonly bigint[],
  known: Header,
): Promise<Header[]> {
  const headers = await mapLimited(numbers, atOnce, async (number) =>
    number === known.number ? known : readHeader(endpoint, number),
  )
  for (const [index, { number, parentHash }] of headers.entries()) {
    const before = headers[index - 1]
    if (before?.number === number - 1n && before.hash !== parentHash)
      throw new RpcContradictionError(`block ${number} does not follow the one before it`)
  }
  return headers
}
