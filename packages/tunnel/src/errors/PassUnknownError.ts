import { TunnelError } from './TunnelError.js'

/** A pass was to be changed that is not admitted or has ended. Admit it again. */
export class PassUnknownError extends TunnelError {
  static override readonly code = 'PASS_UNKNOWN'
  override readonly name = 'PassUnknownError'
  override readonly code = 'PASS_UNKNOWN'
  override readonly retryable = false

  constructor(options?: ErrorOptions) {
    super('The pass is not admitted, or has ended', options)
  }
}
