import { InvalidInputError } from '../errors/input.js'
import { MeasurementTimeoutError } from '../errors/measuring.js'
import type { Fetcher } from './askReflector.js'
import { pingReflector } from './pingReflector.js'
import { openReflector, type Reflector } from './reflector.js'
import { type Latency, summarizeRoundTrips } from './summarizeRoundTrips.js'
import { withDeadline } from './withDeadline.js'

/**
 * Measures how long a request takes through a session and back: one after the other, after a first
 * one that opens the connection and does not count. Each carries a nonce that only the reflector can
 * answer.
 *
 * @param options.reflector Where to measure.
 * @param options.samples How many round trips, 1 to 1,000; 10 by default.
 * @param options.seconds After how long one is lost, 2 by default.
 * @throws `MeasurementTimeoutError` All of them were lost, or the first one was.
 * @throws `MeasurementFailedError` The session or the reflector failed.
 * @throws `MeasurementContentError` Something else came back than the reflector answers.
 *
 * @example
 * ```ts
 * const { jitterMs, loss, medianMs } = await measureLatency(session, { reflector })
 * ```
 */
export async function measureLatency(
  session: Fetcher,
  options: {
    reflector: Reflector
    samples?: number | undefined
    seconds?: number | undefined
    signal?: AbortSignal | undefined
  },
): Promise<Latency> {
  const { samples: count = 10, seconds = 2, signal } = options
  const reflector = await openReflector(options.reflector)
  if (!Number.isInteger(count) || count < 1 || count > 1_000)
    throw new InvalidInputError('samples', 'it must be an integer from 1 to 1,000.')
  const roundTrip = () =>
    withDeadline({ seconds, signal }, (signal) => pingReflector(session, reflector, signal))
  await roundTrip()
  const samples: number[] = []
  let lost = 0
  while (samples.length + lost < count)
    try {
      samples.push(await roundTrip())
    } catch (error) {
      if (!(error instanceof MeasurementTimeoutError)) throw error
      lost++
    }
  const latency = summarizeRoundTrips(samples, lost)
  if (!latency) throw new MeasurementTimeoutError()
  return latency
}
