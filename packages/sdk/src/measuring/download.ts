import { MeasurementContentError, MeasurementTimeoutError } from '../errors/measuring.js'
import type { Fetcher } from './askReflector.js'
import { createNonce } from './createNonce.js'
import { createPortions } from './createPortions.js'
import { createTimeline } from './createTimeline.js'
import { createVerifier } from './createVerifier.js'
import { createExchange } from './exchange.js'
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
  const exchange = createExchange(session)
  const start = performance.now()
  try {
    await withDeadline({ seconds, signal }, async (signal) => {
      const work = async () => {
        for (let length = portions.take(); length > 0; length = portions.take()) {
          const nonce = createNonce()
          const url = new URL('download', base)
          url.search = new URLSearchParams({ bytes: String(length), nonce }).toString()
          const verifier = await createVerifier(await tag('download', nonce), 0, length)
          await exchange.download(url, { onBytes, signal, verifier })
          if (verifier.verified < length) throw new MeasurementContentError()
        }
      }
      await Promise.all(Array.from({ length: streams }, work))
    })
  } catch (error) {
    // Too slow for all of it is an answer, too.
    if (!(error instanceof MeasurementTimeoutError) || carried === 0) throw error
    isCut = false
  } finally {
    exchange.close()
  }
  const milliseconds = performance.now() - start
  return { bytes: carried, milliseconds, arrivals: timeline.read(), isCut }
}
