import { InvalidInputError } from '../errors/input.js'
import type { Fetcher } from './askReflector.js'
import { countSeconds } from './countSeconds.js'
import type { Arrivals } from './createTimeline.js'
import { download } from './download.js'
import { median } from './median.js'
import { pingMeanwhile } from './pingMeanwhile.js'
import { type OpenReflector, openReflector, type Reflector } from './reflector.js'
import type { Latency } from './summarizeRoundTrips.js'
import { upload } from './upload.js'

export type MeasureThroughputOptions = {
  /** Where to measure. */
  reflector: Reflector
  /** Most to move in each direction, in bytes. @default 4 GiB */
  bytes?: number | undefined
  /** Seconds that count in each direction. @default 10 */
  seconds?: number | undefined
  /** Seconds before those, in which connections speed up. @default 2 */
  ramp?: number | undefined
  /** Connections at once. @default 4 */
  streams?: number | undefined
  /** Whether to measure before that what a single download gets, with at most a quarter of the bytes. @default false */
  single?: boolean | undefined
  /** Whether round trips are measured meanwhile. @default false */
  latency?: boolean | undefined
  signal?: AbortSignal | undefined
}

/** What one direction carried. */
export type DirectionThroughput = {
  /** The median of the seconds that count, in Mbit/s (10^6 bits per second) of verified payload. */
  mbps: number
  /** Verified payload bytes, those of the ramp included. */
  bytes: number
  /** Each second that counts, in Mbit/s. Empty when it ended before: `mbps` is then the mean. */
  perSecond: number[]
  /** Round trips meanwhile, when they were asked for and came back. */
  latency?: Latency | undefined
}

export type Throughput = {
  /** Reflector to client. */
  down: DirectionThroughput
  /** Client to reflector. */
  up: DirectionThroughput
  /** Reflector to client over one connection; only when it was asked for. */
  single?: DirectionThroughput | undefined
}

/** What one direction carried, and when. */
export type Carried = {
  bytes: number
  milliseconds: number
  arrivals: Arrivals
  /** Whether all bytes were through before the time was up. */
  isCut: boolean
}

export type DirectionParameters = {
  reflector: OpenReflector
  bytes: number
  /** With the ramp. */
  seconds: number
  streams: number
  signal?: AbortSignal | undefined
}

/** How long a single download is measured at most, in seconds without the ramp. */
const singleSeconds = 5

/**
 * Measures how much a session carries, first down, then up, over several connections at once.
 *
 * Everything that arrives is compared byte by byte with a keystream that is new each time, so it
 * cannot be made up beforehand, compressed or cached. After a ramp that does not count, the bytes of
 * each second are added up over all connections; the median of the seconds is the result, which a
 * burst or a pause of less than half of the time does not move.
 *
 * The keystream, and when an upload arrived, are the reflector's own word, made with the key that it
 * shares with who measures: also over plain HTTP, a gateway can neither know nor invent them.
 *
 * @throws `MeasurementTimeoutError` A direction carried nothing in its time.
 * @throws `MeasurementFailedError` The session or the reflector failed.
 * @throws `MeasurementContentError` Something else arrived than was sent.
 *
 * @see FlashFlow, Tor proposal 316, whose per-second sums and median these are.
 *
 * @example
 * ```ts
 * const { down, up } = await measureThroughput(session, { reflector })
 * console.log(`${down.mbps} Mbit/s down, ${up.mbps} up`)
 * ```
 */
export async function measureThroughput(
  session: Fetcher,
  options: MeasureThroughputOptions,
): Promise<Throughput> {
  const { bytes = 4 * 1024 ** 3, ramp = 2, seconds = 10, signal, streams = 4 } = options
  const reflector = await openReflector(options.reflector)
  if (!Number.isInteger(bytes) || bytes < 1 || bytes > 2 ** 40)
    throw new InvalidInputError('bytes', 'it must be an integer from 1 to 2^40.')
  if (!(ramp >= 0 && ramp <= 60))
    throw new InvalidInputError('ramp', 'it must be from 0 to 60 seconds.')
  if (!(seconds > 0 && seconds <= 600))
    throw new InvalidInputError('seconds', 'it must be more than 0 and at most 600.')
  if (!Number.isInteger(streams) || streams < 1 || streams > 16)
    throw new InvalidInputError('streams', 'it must be an integer from 1 to 16.')
  const whole = { reflector, bytes, signal, seconds: ramp + seconds, streams }
  const short = Math.min(seconds, singleSeconds)
  const single =
    options.single &&
    summarize(
      await download(session, {
        ...{ reflector, signal, streams: 1 },
        bytes: Math.ceil(bytes / 4),
        seconds: ramp + short,
      }),
      { ramp, seconds: short },
    )
  async function measure(direction: typeof download): Promise<DirectionThroughput> {
    const work = () => direction(session, whole)
    const { latency, value } = options.latency
      ? await pingMeanwhile(session, { reflector, signal }, work)
      : { value: await work() }
    return { ...summarize(value, { ramp, seconds }), ...(latency && { latency }) }
  }
  const down = await measure(download)
  const up = await measure(upload)
  return { down, up, ...(single && { single }) }
}

function summarize(
  { arrivals, bytes, isCut, milliseconds }: Carried,
  window: { ramp: number; seconds: number },
): DirectionThroughput {
  const counted = countSeconds(arrivals, { ...window, isCut })
  const perSecond = counted.map((sum) => toMbps(sum, 1_000))
  const mbps = perSecond.length > 0 ? median(perSecond) : toMbps(bytes, milliseconds)
  return { mbps, bytes, perSecond }
}

function toMbps(bytes: number, milliseconds: number): number {
  return (bytes * 8) / 1_000 / milliseconds
}
