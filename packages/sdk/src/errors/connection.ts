import { PassbandError, type PaymentState } from './base.js'

/** Why a gateway could not be connected to, or the connection to it was lost. */
export type LossReason =
  /** Nothing answers where the gateway says that it is, or too slowly. */
  | 'unreachable'
  /** It did not deliver the connection info in time. */
  | 'deliveryTimeout'
  /** What was delivered is not valid, or points where nobody may dial. */
  | 'deliveryInvalid'
  /** Somebody else answers there, or something that does not speak the protocol. */
  | 'wrongGateway'
  /** It does not let the pass in. */
  | 'rejected'
  /** The session broke off, or the gateway closed it. */
  | 'sessionClosed'
  /** The gateway revoked the pass. */
  | 'revoked'
  /** The gateway says that the pass has expired. */
  | 'expired'
  /** The quota of the pass is used up. */
  | 'quotaUsed'
  /** The pass has ended on chain: given up by the gateway, or left by its owner. */
  | 'passEnded'
  /** The SBN does not answer, or not with what it should. */
  | 'sbnUnavailable'
  /** The chain's RPC server does not answer. */
  | 'chainUnavailable'
  /** The store failed, for example since the disk is full. */
  | 'storeFailed'
  /** The SBN has no gateway that fits. */
  | 'noGateway'
  /** The next pass would cost more than was agreed to. */
  | 'budget'
  /** Something else; the error says what. */
  | 'failed'

/** Why a connection that was to be kept is over. */
export type ConnectionEnd =
  | LossReason
  /** The time that was asked for is over. */
  | 'completed'
  /** The app closed it. */
  | 'closed'
  /** Another process keeps it now, with the same store and key. */
  | 'takenOver'

/** The connection is over, or never came about although a pass was bought. */
export class ConnectionEndedError extends PassbandError {
  override readonly name = 'ConnectionEndedError'
  readonly reason: ConnectionEnd

  constructor(
    reason: ConnectionEnd,
    options: { cause?: unknown; paymentState?: PaymentState | undefined } = {},
  ) {
    super(`The connection has ended: ${reason}.`, {
      code: 'CONNECTION_ENDED',
      hint: 'Connect again; a pass that still runs is used again, and is in `passes()` to be left.',
      ...options,
    })
    this.reason = reason
  }
}
