import { MeasurementContentError } from '../errors/measuring.js'
import { askReflector, type Fetcher, readShortText } from './askReflector.js'
import { createNonce } from './createNonce.js'
import type { OpenReflector } from './reflector.js'

/** How long one request takes there and back, in milliseconds. */
export async function pingReflector(
  session: Fetcher,
  { base, tag }: OpenReflector,
  signal: AbortSignal,
): Promise<number> {
  const url = new URL('echo', base)
  const nonce = createNonce()
  url.searchParams.set('nonce', nonce)
  const start = performance.now()
  const text = await readShortText(await askReflector(session, url, { signal }), { signal })
  const milliseconds = performance.now() - start
  if (text !== (await tag('echo', nonce))) throw new MeasurementContentError()
  return milliseconds
}
