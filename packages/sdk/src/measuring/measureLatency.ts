import { InvalidInputError } from '../errors/input.js'
import { MeasurementContentError } from '../errors/measuring.js'
import { askReflector, type Fetcher, parseUrl, readShortText } from './askReflector.js'
import { createSeed } from './createKeystream.js'
import { median } from './median.js'
import { withDeadline } from './withDeadline.js'

export type Latency = {
  medianMs: number
  minMs: number
  /** Each round trip in milliseconds, in the order in which they were made. */
  samples: number[]
}

/**
 * Measures how long a request takes through a session and back: one after the other, after a first
 * one that opens the connection and does not count. Each carries a nonce that must come back.
 *
 * @param options.url The reflector's `/reflect/echo`.
 * @param options.samples How many round trips, 1 to 1,000; 10 by default.
 * @param options.seconds How long each may take, 10 by default.
 * @throws `MeasurementTimeoutError` A round trip took too long.
 * @throws `MeasurementFailedError` The session or the reflector failed.
 * @throws `MeasurementContentError` Something else than the nonce came back.
 *
 * @example
 * ```ts
 * const { medianMs } = await measureLatency(session, { url: 'https://sbn.example/reflect/echo' })
 * ```
 */
export async function measureLatency(
  session: Fetcher,
  options: {
    url: string | URL
    samples?: number | undefined
    seconds?: number | undefined
    signal?: AbortSignal | undefined
  },
): Promise<Latency> {
  const { samples: count = 10, seconds = 10, signal } = options
  const url = parseUrl(options.url)
  if (!Number.isInteger(count) || count < 1 || count > 1_000)
    throw new InvalidInputError('samples', 'it must be an integer from 1 to 1,000.')
  const roundTrip = () => withDeadline({ seconds, signal }, (signal) => ping(session, url, signal))
  await roundTrip()
  const samples: number[] = []
  while (samples.length < count) samples.push(await roundTrip())
  return { medianMs: median(samples), minMs: Math.min(...samples), samples }
}

async function ping(session: Fetcher, base: URL, signal: AbortSignal): Promise<number> {
  const url = new URL(base)
  const nonce = createSeed()
  url.searchParams.set('nonce', nonce)
  const start = performance.now()
  const text = await readShortText(await askReflector(session, url, { signal }))
  const milliseconds = performance.now() - start
  if (text !== nonce) throw new MeasurementContentError()
  return milliseconds
}
