import { TunnelError } from './TunnelError.js'

/** The address or port is taken, not local, or not permitted. The system error is the cause. */
export class ListenFailedError extends TunnelError {
  static override readonly code = 'LISTEN_FAILED'
  override readonly name = 'ListenFailedError'
  override readonly code = 'LISTEN_FAILED'
  override readonly retryable = true

  constructor(options?: ErrorOptions) {
    super('The address cannot be listened on', options)
  }
}
