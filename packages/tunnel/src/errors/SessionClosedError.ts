import type { EndReason } from '../driver.js'
import { TunnelError } from './TunnelError.js'

const sentences: Record<EndReason, string> = {
  revoked: 'The session ended: the gateway revoked the pass',
  expired: 'The session ended: the pass has expired',
  quota: 'The session ended: the quota of the pass is used up',
  closed: 'The session is closed',
  failed: 'The session ended: the gateway is gone',
}

/** The session has ended, so it carries nothing more. `retryable` when the gateway went away. */
export class SessionClosedError extends TunnelError {
  static override readonly code = 'SESSION_CLOSED'
  override readonly name = 'SessionClosedError'
  override readonly code = 'SESSION_CLOSED'
  override readonly retryable: boolean
  readonly reason: EndReason

  constructor(reason: EndReason, options?: ErrorOptions) {
    super(sentences[reason], options)
    this.reason = reason
    this.retryable = reason === 'failed'
  }
}
