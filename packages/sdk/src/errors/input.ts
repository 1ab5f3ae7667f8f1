import { PassbandError } from './base.js'

/** A parameter that the caller gave is not usable. */
export class InvalidInputError extends PassbandError {
  override readonly name = 'InvalidInputError'
  /** Which parameter. */
  readonly field: string

  constructor(field: string, reason: string, options: { cause?: unknown } = {}) {
    super(`Invalid ${field}: ${reason}`, { code: 'INVALID_INPUT', ...options })
    this.field = field
  }
}
