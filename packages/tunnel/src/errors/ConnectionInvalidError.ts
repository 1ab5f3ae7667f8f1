import { TunnelError } from './TunnelError.js'

/** The connection data is incomplete, malformed, or of another driver. */
export class ConnectionInvalidError extends TunnelError {
  static override readonly code = 'CONNECTION_INVALID'
  override readonly name = 'ConnectionInvalidError'
  override readonly code = 'CONNECTION_INVALID'
  override readonly retryable = false
  /** The field that is wrong, for example `port` or `data.fingerprint`. */
  readonly field: string

  constructor(field: string, options?: ErrorOptions) {
    super(`The connection is invalid: ${field}`, options)
    this.field = field
  }
}
