import * as z from 'zod/mini'
import { MeasurementContentError, MeasurementTimeoutError } from '../errors/measuring.js'
import type { Fetcher } from './askReflector.js'
import { createKeystream, maximumRead } from './createKeystream.js'
import { createNonce } from './createNonce.js'
import { createPortions } from './createPortions.js'
import type { Tagger } from './createTagger.js'
import type { Arrivals } from './createTimeline.js'
import { createExchange } from './exchange.js'
import type { Carried, DirectionParameters } from './measureThroughput.js'
import { mergeArrivals } from './mergeArrivals.js'
import { withDeadline } from './withDeadline.js'

const largestRequest = 4 * 1024 * 1024
/** A request that took less is followed by one twice as large, so that waiting weighs little. */
const quickMilliseconds = 500
/** A request that took more is followed by one half as large, so that the end is not waited for. */
const slowMilliseconds = 1_000
/** Requests that each connection has under way, so that it is never idle between two. */
const overlap = 2
/** How long the last requests may take, in seconds. */
const patience = 5

const natural = z.int().check(z.minimum(0))
const answer = z.object({
  bytes: natural,
  first: natural,
  bins: z.array(natural).check(z.maxLength(1_000)),
  tag: z.string(),
})

/**
 * Uploads over several connections until enough has arrived or the time is up. What counts is what
 * the reflector has acknowledged.
 */
export async function upload(
  session: Fetcher,
  { bytes, reflector: { base, tag }, seconds, signal, streams }: DirectionParameters,
): Promise<Carried> {
  const nonce = createNonce()
  const seed = await tag('upload', nonce)
  const workers = streams * overlap
  const portions = createPortions(bytes, { most: largestRequest, streams: workers })
  const parts: Arrivals[] = []
  let offset = 0
  let carried = 0
  let isCut = true
  let last = 0
  const exchange = createExchange(session)
  const start = performance.now()
  const end = start + seconds * 1_000
  try {
    await withDeadline({ seconds: seconds + patience, signal }, async (signal) => {
      const send = async (from: number, length: number) => {
        // One for each request: several at once would send it back and forth.
        const keystream = await createKeystream(seed)
        const url = new URL('upload', base)
        url.search = new URLSearchParams({ nonce, offset: String(from) }).toString()
        const text = await exchange.upload(url, { keystream, offset: from, length, signal })
        parts.push(
          await readAnswer(text, length, (...said) => tag('uploaded', nonce, from, ...said)),
        )
        carried += length
        last = performance.now()
      }
      const work = async () => {
        let size = maximumRead
        while (performance.now() < end) {
          const length = portions.take(size)
          if (length === 0) return
          const from = offset
          offset += length
          const begun = performance.now()
          await send(from, length)
          const taken = performance.now() - begun
          if (taken < quickMilliseconds) size = Math.min(size * 2, largestRequest)
          else if (taken > slowMilliseconds) size = Math.max(size / 2, maximumRead)
        }
        isCut = false
      }
      await Promise.all(Array.from({ length: workers }, work))
    })
  } catch (error) {
    if (!(error instanceof MeasurementTimeoutError) || carried === 0) throw error
    isCut = false
  } finally {
    exchange.close()
  }
  return { bytes: carried, milliseconds: last - start, arrivals: mergeArrivals(parts), isCut }
}

/** When the bytes arrived, as nobody but the reflector can say; all of them, and no others. */
async function readAnswer(text: string, length: number, tag: Tagger): Promise<Arrivals> {
  const { data } = answer.safeParse(parseJson(text))
  const sum = data?.bins.reduce((total, count) => total + count, 0)
  if (!data || data.bytes !== length || sum !== length) throw new MeasurementContentError()
  if (data.tag !== (await tag(length, data.first, ...data.bins)))
    throw new MeasurementContentError()
  return { first: data.first, bins: data.bins }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new MeasurementContentError()
  }
}
