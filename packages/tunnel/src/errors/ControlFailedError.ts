import { TunnelError } from './TunnelError.js'

/** The gateway's control handler threw, is missing, or answered with more than 64 KiB. */
export class ControlFailedError extends TunnelError {
  static override readonly code = 'CONTROL_FAILED'
  override readonly name = 'ControlFailedError'
  override readonly code = 'CONTROL_FAILED'
  override readonly retryable = false

  constructor(options?: ErrorOptions) {
    super('The gateway could not answer the control message', options)
  }
}
