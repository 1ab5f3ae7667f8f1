import { PassbandError } from './base.js'

/** What came back is not what was sent: made up, altered, cut short or too long. */
export class MeasurementContentError extends PassbandError {
  override readonly name = 'MeasurementContentError'

  constructor() {
    super('What came through the session is not what was sent.', {
      code: 'MEASUREMENT_CONTENT_WRONG',
    })
  }
}

/** Nothing came through the session in the time that was given. */
export class MeasurementTimeoutError extends PassbandError {
  override readonly name = 'MeasurementTimeoutError'

  constructor(options: { cause?: unknown } = {}) {
    super('Nothing came through the session in time.', {
      code: 'MEASUREMENT_TIMEOUT',
      retryable: true,
      ...options,
    })
  }
}

/** The session or the reflector failed while something was measured. */
export class MeasurementFailedError extends PassbandError {
  override readonly name = 'MeasurementFailedError'
  /** HTTP status of the reflector's refusal, when there was one. */
  readonly status: number | undefined

  constructor(options: { cause?: unknown; status?: number | undefined } = {}) {
    const { cause, status } = options
    super(
      status === undefined
        ? 'The session failed while it was measured.'
        : `The reflector refused a measurement with HTTP status ${status}.`,
      { code: 'MEASUREMENT_FAILED', retryable: true, cause },
    )
    this.status = status
  }
}
