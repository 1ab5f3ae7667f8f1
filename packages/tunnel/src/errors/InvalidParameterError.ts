import { TunnelError } from './TunnelError.js'

/** A parameter or option has a value that cannot be used. */
export class InvalidParameterError extends TunnelError {
  static override readonly code = 'INVALID_PARAMETER'
  override readonly name = 'InvalidParameterError'
  override readonly code = 'INVALID_PARAMETER'
  override readonly retryable = false
  /** Its name, for example `passId`. */
  readonly parameter: string

  constructor(parameter: string, expected: string, options?: ErrorOptions) {
    super(`Invalid ${parameter}: expected ${expected}`, options)
    this.parameter = parameter
  }
}
