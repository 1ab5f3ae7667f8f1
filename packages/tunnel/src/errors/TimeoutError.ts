import { TunnelError } from './TunnelError.js'

/** The other end took longer than the limit that was set. */
export class TimeoutError extends TunnelError {
  static override readonly code = 'TIMEOUT'
  override readonly name = 'TimeoutError'
  override readonly code = 'TIMEOUT'
  override readonly retryable = true

  constructor(options?: ErrorOptions) {
    super('The other end did not answer in time', options)
  }
}
