import { TunnelError } from './TunnelError.js'

/** No connection to the gateway could be made: refused, no route, or its name does not resolve. */
export class GatewayUnreachableError extends TunnelError {
  static override readonly code = 'GATEWAY_UNREACHABLE'
  override readonly name = 'GatewayUnreachableError'
  override readonly code = 'GATEWAY_UNREACHABLE'
  override readonly retryable = true

  constructor(options?: ErrorOptions) {
    super('The gateway cannot be reached', options)
  }
}
