import { PassbandError } from './base.js'

/** What was handed in is not an IP address, not an address range, or not a country. */
export class GeoInputError extends PassbandError {
  override readonly name = 'GeoInputError'

  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, { code: 'GEO_INPUT_INVALID', ...options })
  }
}

/** None of the geo sources answered. */
export class GeoUnavailableError extends PassbandError {
  override readonly name = 'GeoUnavailableError'

  constructor(options: { cause?: unknown } = {}) {
    super('No geo source answered.', { code: 'GEO_UNAVAILABLE', retryable: true, ...options })
  }
}

/** A geo source's data is not what it should be: cut off, of another format, or in contradiction. */
export class GeoDataError extends PassbandError {
  override readonly name = 'GeoDataError'

  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, {
      code: 'GEO_DATA_INVALID',
      hint: 'Download the file again, and replace it by renaming.',
      ...options,
    })
  }
}
