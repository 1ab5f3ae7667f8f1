import { TunnelError } from './TunnelError.js'

/** The other end sent something that the protocol does not allow. */
export class ProtocolError extends TunnelError {
  static override readonly code = 'PROTOCOL'
  override readonly name = 'ProtocolError'
  override readonly code = 'PROTOCOL'
  override readonly retryable = false

  constructor(options?: ErrorOptions) {
    super('The other end does not speak the protocol', options)
  }
}
