import { MeasurementContentError, MeasurementTimeoutError } from '../errors/measuring.js'
import { askReflector, type Fetcher } from './askReflector.js'
import { createNonce } from './createNonce.js'
import { createPortions } from './createPortions.js'
import { createTimeline } from './createTimeline.js'
import { createVerifier, type Verifier } from './createVerifier.js'
import { maximumBytes } from './limits.js'
import type { Carried, DirectionParameters } from './measureThroughput.js'
import { withDeadline } from './withDeadline.js'

/** Downloads over several connections and verifies, until enough has come or the time is up. */
export async function download(
  session: Fetcher,
  { bytes, reflector: { base, tag }, seconds, signal, streams }: DirectionParameters,
): Promise<Carried> {
  const timeline = createTimeline()
  const portions = createPortions(bytes, { most: maximumBytes, streams })
  let carried = 0
  let isCut = true
  const onBytes = (count: number) => {
    carried += count
    timeline.add(count)
  }
  const start = performance.now()
  try {
    await withDeadline({ seconds, signal }, async (signal) => {
      const work = async () => {
        for (let length = portions.take(); length > 0; length = portions.take()) {
          const nonce = createNonce()
          const url = new URL('download', base)
          url.search = new URLSearchParams({ bytes: String(length), nonce }).toString()
          const response = await askReflector(session, url, { signal })
          const verifier = await createVerifier(await tag('download', nonce), 0, length)
          await readVerified(response, verifier, { onBytes, signal })
          if (verifier.verified < length) throw new MeasurementContentError()
        }
      }
      await Promise.all(Array.from({ length: streams }, work))
    })
  } catch (error) {
    // Too slow for all of it is an answer, too.
    if (!(error instanceof MeasurementTimeoutError) || carried === 0) throw error
    isCut = false
  }
  const milliseconds = performance.now() - start
  return { bytes: carried, milliseconds, arrivals: timeline.read(), isCut }
}

async function readVerified(
  response: Response,
  verifier: Verifier,
  { onBytes, signal }: { onBytes: (count: number) => void; signal: AbortSignal },
) {
  const reader = response.body?.getReader()
  // Node forgets the signal of a fetch once its request is garbage: the rest would come all the same, and
  // take its part of the line from what is measured next.
  const cancel = () => void reader?.cancel().catch(() => {})
  signal.addEventListener('abort', cancel, { once: true })
  while (reader) {
    const { done, value } = await reader.read()
    signal.throwIfAborted()
    if (done) break
    if (!(await verifier.verify(value))) {
      await reader.cancel()
      throw new MeasurementContentError()
    }
    onBytes(value.length)
  }
  signal.removeEventListener('abort', cancel)
}
