import { TunnelError } from './TunnelError.js'

/** What the gateway says about a destination it could not connect to, or lost. */
export type UnreachableReason = 'general' | 'network' | 'host' | 'refused' | 'timeout' | 'reset'

const sentences: Record<UnreachableReason, string> = {
  general: 'The gateway could not connect to the destination',
  network: 'The gateway has no route to the network of the destination',
  host: 'The destination does not exist or does not answer',
  refused: 'The destination refuses the connection',
  timeout: 'The destination did not answer in time',
  reset: 'The destination broke the connection off',
}

/** The gateway works, but could not connect to the destination, or the destination hung up. */
export class DestinationUnreachableError extends TunnelError {
  static override readonly code = 'DESTINATION_UNREACHABLE'
  override readonly name = 'DestinationUnreachableError'
  override readonly code = 'DESTINATION_UNREACHABLE'
  override readonly retryable = true
  readonly reason: UnreachableReason

  constructor(reason: UnreachableReason, options?: ErrorOptions) {
    super(sentences[reason], options)
    this.reason = reason
  }
}
