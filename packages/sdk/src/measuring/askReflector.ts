import type { FetchSession } from '@passband/tunnel'
import { MeasurementContentError, MeasurementFailedError } from '../errors/measuring.js'

/** What measuring needs of a session. */
export type Fetcher = Pick<FetchSession, 'fetch'>

/** A reflector's answer with status 200. A redirect could lead to a server that helps the gateway. */
export async function askReflector(
  session: Fetcher,
  url: URL,
  init: RequestInit & { signal: AbortSignal },
): Promise<Response> {
  const response = await session.fetch(url, { redirect: 'error', cache: 'no-store', ...init })
  if (response.status !== 200) {
    await response.body?.cancel()
    // The reflector says with 422 that what arrived there was altered on the way.
    if (response.status === 422) throw new MeasurementContentError()
    throw new MeasurementFailedError({ status: response.status })
  }
  return response
}

/** The body as text. More than `most` characters are not what a reflector answers. */
export async function readShortText(
  response: Response,
  { most = 1_024, signal }: { most?: number | undefined; signal: AbortSignal },
): Promise<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  // Node forgets the signal of a fetch once its request is garbage, and a body can drip for ever.
  const cancel = () => void reader?.cancel().catch(() => {})
  signal.addEventListener('abort', cancel, { once: true })
  try {
    while (reader) {
      signal.throwIfAborted()
      const { done, value } = await reader.read()
      if (done) break
      text += decoder.decode(value, { stream: true })
      if (text.length <= most) continue
      await reader.cancel()
      throw new MeasurementContentError()
    }
    signal.throwIfAborted()
    return text
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
