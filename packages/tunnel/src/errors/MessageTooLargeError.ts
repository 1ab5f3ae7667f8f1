import { TunnelError } from './TunnelError.js'

/** A control message of more than 64 KiB was to be sent. Nothing was sent. */
export class MessageTooLargeError extends TunnelError {
  static override readonly code = 'MESSAGE_TOO_LARGE'
  override readonly name = 'MessageTooLargeError'
  override readonly code = 'MESSAGE_TOO_LARGE'
  override readonly retryable = false

  constructor(options?: ErrorOptions) {
    super('A control message holds at most 64 KiB', options)
  }
}
