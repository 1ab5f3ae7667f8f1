import * as z from 'zod/mini'
import { MeasurementContentError, MeasurementTimeoutError } from '../errors/measuring.js'
import { askReflector, type Fetcher, readShortText } from './askReflector.js'
import { createKeystream, createSeed, type Keystream, maximumRead } from './createKeystream.js'
import type { Carried, DirectionParameters } from './measureThroughput.js'
import { withDeadline } from './withDeadline.js'

const largestRequest = 4 * 1024 * 1024
/** A request that took less is followed by one twice as large, so that waiting weighs little. */
const quickMilliseconds = 500

const answer = z.object({ bytes: z.number() })

/**
 * Uploads until enough has arrived or the time is up. What counts is what the reflector has
 * acknowledged; in requests with a plain body, because not every browser can stream one.
 */
export async function upload(
  session: Fetcher,
  { base, bytes, seconds, signal }: DirectionParameters,
): Promise<Carried> {
  const seed = createSeed()
  const keystream = await createKeystream(seed)
  let size = maximumRead
  let carried = 0
  let milliseconds = 0
  try {
    await withDeadline({ seconds, signal }, async (signal) => {
      while (carried < bytes) {
        const body = await readLong(keystream, carried, Math.min(size, bytes - carried))
        const url = new URL('upload', base)
        url.search = new URLSearchParams({ seed, offset: String(carried) }).toString()
        const start = performance.now()
        const init = { method: 'POST', body, signal }
        const text = await readShortText(await askReflector(session, url, init))
        const taken = performance.now() - start
        if (!isAcknowledged(text, body.length)) throw new MeasurementContentError()
        carried += body.length
        milliseconds += taken
        if (taken < quickMilliseconds) size = Math.min(size * 2, largestRequest)
      }
    })
  } catch (error) {
    if (!(error instanceof MeasurementTimeoutError) || carried === 0) throw error
  }
  return { bytes: carried, milliseconds }
}

function isAcknowledged(text: string, length: number): boolean {
  try {
    return answer.parse(JSON.parse(text)).bytes === length
  } catch {
    return false
  }
}

async function readLong(keystream: Keystream, offset: number, length: number) {
  const bytes = new Uint8Array(length)
  for (let done = 0; done < length; done += maximumRead) {
    const piece = Math.min(maximumRead, length - done)
    bytes.set(await keystream.read(offset + done, piece), done)
  }
  return bytes
}
