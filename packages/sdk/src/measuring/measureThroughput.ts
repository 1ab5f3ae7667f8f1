import { InvalidInputError } from '../errors/input.js'
import { type Fetcher, parseUrl } from './askReflector.js'
import { download } from './download.js'
import { upload } from './upload.js'

export type Throughput = {
  /** Reflector to client, in Mbit/s (10^6 bits per second) of verified payload. */
  downMbps: number
  /** Client to reflector, in Mbit/s of payload that the reflector found right. */
  upMbps: number
  /** Verified payload bytes, both directions together. */
  bytes: number
  /** Those that came from the reflector. */
  downBytes: number
  /** Those that the reflector is said to have found right. */
  upBytes: number
}

/**
 * Measures how much a session carries, first down, then up, over one stream. Everything that
 * arrives is compared byte by byte with a keystream that is new each time, so it cannot be made up
 * beforehand, compressed or cached.
 *
 * A first form: bursts of a shaped line count in full, several streams are not tried, and over plain
 * HTTP a gateway can read the seed on its way and answer itself: who runs the reflector should
 * compare `downBytes` and `upBytes` with what that one counted (`ReflectorMeter`).
 *
 * @param options.url The reflector's `/reflect/`.
 * @param options.bytes Most to move in each direction, up to 1 GiB.
 * @param options.seconds Longest that each direction may take.
 * @throws `MeasurementTimeoutError` A direction carried nothing in its time.
 * @throws `MeasurementFailedError` The session or the reflector failed.
 * @throws `MeasurementContentError` Something else arrived than was sent.
 *
 * @example
 * ```ts
 * const { downMbps, upMbps } = await measureThroughput(session, {
 *   url: 'https://sbn.example/reflect/',
 *   bytes: 16 * 1024 * 1024,
 *   seconds: 5,
 * })
 * ```
 */
export async function measureThroughput(
  session: Fetcher,
  options: {
    url: string | URL
    bytes: number
    seconds: number
    signal?: AbortSignal | undefined
  },
): Promise<Throughput> {
  const { bytes, seconds, signal } = options
  const base = parseUrl(options.url)
  if (!Number.isInteger(bytes) || bytes < 1 || bytes > 1024 ** 3)
    throw new InvalidInputError('bytes', 'it must be an integer from 1 to 2^30.')
  const down = await download(session, { base, bytes, seconds, signal })
  const up = await upload(session, { base, bytes, seconds, signal })
  return {
    downMbps: mbps(down),
    upMbps: mbps(up),
    bytes: down.bytes + up.bytes,
    downBytes: down.bytes,
    upBytes: up.bytes,
  }
}

/** What one direction carried. */
export type Carried = { bytes: number; milliseconds: number }

export type DirectionParameters = {
  base: URL
  bytes: number
  seconds: number
  signal?: AbortSignal | undefined
}

function mbps({ bytes, milliseconds }: Carried): number {
  return (bytes * 8) / 1_000 / milliseconds
}
