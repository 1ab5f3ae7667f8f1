import { TunnelError } from './TunnelError.js'

/** The gateway's address is not public and was not allowed by the caller. Nothing was dialled. */
export class DialRefusedError extends TunnelError {
  static override readonly code = 'DIAL_REFUSED'
  override readonly name = 'DialRefusedError'
  override readonly code = 'DIAL_REFUSED'
  override readonly retryable = false

  constructor(options?: ErrorOptions) {
    super('The gateway is at an address that may not be dialled', options)
  }
}
