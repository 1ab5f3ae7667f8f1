import { TunnelError } from './TunnelError.js'

/** The gateway's policy forbids the destination: a private address, or a port it does not carry. */
export class DestinationRefusedError extends TunnelError {
  static override readonly code = 'DESTINATION_REFUSED'
  override readonly name = 'DestinationRefusedError'
  override readonly code = 'DESTINATION_REFUSED'
  override readonly retryable = false

  constructor(options?: ErrorOptions) {
    super('The gateway refuses this destination', options)
  }
}
