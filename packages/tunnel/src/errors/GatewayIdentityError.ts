import { TunnelError } from './TunnelError.js'

/** The other end did not show the pinned certificate. Nothing was sent to it. */
export class GatewayIdentityError extends TunnelError {
  static override readonly code = 'GATEWAY_IDENTITY'
  override readonly name = 'GatewayIdentityError'
  override readonly code = 'GATEWAY_IDENTITY'
  override readonly retryable = false

  constructor(options?: ErrorOptions) {
    super('The other end is not the expected gateway', options)
  }
}
