import { TunnelError } from './TunnelError.js'

/** The gateway refused the credentials: wrong secret, unknown pass, or a pass that has ended. */
export class CredentialsRejectedError extends TunnelError {
  static override readonly code = 'CREDENTIALS_REJECTED'
  override readonly name = 'CredentialsRejectedError'
  override readonly code = 'CREDENTIALS_REJECTED'
  override readonly retryable = false

  constructor(options?: ErrorOptions) {
    super('The gateway does not let this pass in', options)
  }
}
