import { MeasurementContentError, MeasurementTimeoutError } from '../errors/measuring.js'
import { askReflector, type Fetcher } from './askReflector.js'
import { createSeed } from './createKeystream.js'
import { createVerifier, type Verifier } from './createVerifier.js'
import { maximumBytes } from './limits.js'
import type { Carried, DirectionParameters } from './measureThroughput.js'
import { withDeadline } from './withDeadline.js'

/** Downloads and verifies until enough has come or the time is up. */
export async function download(
  session: Fetcher,
  { base, bytes, seconds, signal }: DirectionParameters,
): Promise<Carried> {
  let carried = 0
  const start = performance.now()
  try {
    await withDeadline({ seconds, signal }, async (signal) => {
      while (carried < bytes) {
        const before = carried
        const length = Math.min(maximumBytes, bytes - carried)
        const seed = createSeed()
        const url = new URL('download', base)
        url.search = new URLSearchParams({ bytes: String(length), seed }).toString()
        const response = await askReflector(session, url, { signal })
        const verifier = await createVerifier(seed, 0, length)
        await readVerified(response, verifier, () => {
          carried = before + verifier.verified
        })
        if (verifier.verified < length) throw new MeasurementContentError()
      }
    })
  } catch (error) {
    // Too slow for all of it is an answer, too.
    if (!(error instanceof MeasurementTimeoutError) || carried === 0) throw error
  }
  return { bytes: carried, milliseconds: performance.now() - start }
}

async function readVerified(response: Response, verifier: Verifier, onBytes: () => void) {
  const reader = response.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) return
    if (!(await verifier.verify(value))) {
      await reader.cancel()
      throw new MeasurementContentError()
    }
    onBytes()
  }
}
