import { TunnelError } from './TunnelError.js'

/** The server was used after it was closed. */
export class ServerClosedError extends TunnelError {
  static override readonly code = 'SERVER_CLOSED'
  override readonly name = 'ServerClosedError'
  override readonly code = 'SERVER_CLOSED'
  override readonly retryable = false

  constructor(options?: ErrorOptions) {
    super('The server is closed', options)
  }
}
