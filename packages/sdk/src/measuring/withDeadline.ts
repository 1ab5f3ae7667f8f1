import { PassbandError } from '../errors/base.js'
import { InvalidInputError } from '../errors/input.js'
import { MeasurementFailedError, MeasurementTimeoutError } from '../errors/measuring.js'
import { abortable } from '../internal/abortable.js'

/**
 * Runs one piece of measuring under a deadline. What goes wrong inside comes out as one of the
 * measuring errors, or as the caller's own abort reason.
 */
export async function withDeadline<value>(
  { seconds, signal }: { seconds: number; signal?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<value>,
): Promise<value> {
  if (!(seconds > 0 && seconds <= 3_600))
    throw new InvalidInputError('seconds', 'it must be more than 0 and at most 3,600.')
  signal?.throwIfAborted()
  const controller = new AbortController()
  const onAbort = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    controller.abort(new MeasurementTimeoutError())
  }, seconds * 1_000)
  try {
    // Not every session heeds the signal.
    return await abortable(work(controller.signal), controller.signal)
  } catch (cause) {
    signal?.throwIfAborted()
    if (isLate) throw new MeasurementTimeoutError({ cause })
    throw PassbandError.is(cause) ? cause : new MeasurementFailedError({ cause })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
    // Ends what may still be open, such as a body that was not read to its end.
    controller.abort()
  }
}
