import { MeasurementContentError } from '../errors/measuring.js'
import { askReflector, type Fetcher, readShortText } from './askReflector.js'
import type { Keystream } from './createKeystream.js'
import { maximumRead } from './createKeystream.js'
import type { Verifier } from './createVerifier.js'
import { createNodeExchange } from './nodeExchange.js'

export type Download = {
  verifier: Verifier
  /** So many bytes were right. */
  onBytes(count: number): void
  signal: AbortSignal
}

export type Upload = {
  keystream: Keystream
  offset: number
  length: number
  signal: AbortSignal
}

/** Moves what is measured with, in requests to a reflector. */
export type Exchange = {
  /** @throws `MeasurementContentError` at the first byte that is not right. */
  download(url: URL, parameters: Download): Promise<void>
  /** @returns The answer. */
  upload(url: URL, parameters: Upload): Promise<string>
  close(): void
}

/** Through the session's agents where there are any, at half the expense, and else through its `fetch`. */
export function createExchange(session: Fetcher): Exchange {
  return createNodeExchange(session) ?? createFetchExchange(session)
}

function createFetchExchange(session: Fetcher): Exchange {
  return {
    async download(url, { onBytes, signal, verifier }) {
      const response = await askReflector(session, url, { signal })
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
    },
    /** In a request with a plain body, because not every browser can stream one. */
    async upload(url, { keystream, length, offset, signal }) {
      const body = new Uint8Array(length)
      for (let done = 0; done < length; done += maximumRead)
        body.set(await keystream.read(offset + done, Math.min(maximumRead, length - done)), done)
      const response = await askReflector(session, url, { method: 'POST', body, signal })
      return readShortText(response, { most: longestAnswer, signal })
    },
    close() {},
  }
}

/** Most characters that the answer to an upload has. */
export const longestAnswer = 16 * 1_024
