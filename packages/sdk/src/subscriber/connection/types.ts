import type { Session } from '@passband/tunnel'
import type { Emitter } from '../../events/createEmitter.js'
import type { Pass } from '../pass.js'
import type { ConnectionEvents } from './events.js'

/**
 * What to do when a gateway fails.
 *
 * - `same`: reconnect to it with the same pass, while the pass runs
 * - `country`: after a few tries leave the pass, and buy one of another gateway in the same country for
 *   the time that is left
 * - `any`: the same, in any country when there is none in the same one
 * - `none`: end
 */
export type Failover = 'same' | 'country' | 'any' | 'none'

/** Whether traffic flows: only while it is `connected`. */
export type ConnectionStatus = 'connecting' | 'connected' | 'reconnecting' | 'moving' | 'ended'

export type KeepConnectedOptions = {
  /** What one pass may cost at most, in PRIX base units. */
  maxPrice: bigint
  /**
   * What all passes together may cost at most, in PRIX base units: what was owed for those that were
   * left, and the price of the present one. `maxPrice` when left out.
   */
  budget?: bigint | undefined
  /** What to do when a gateway fails. @default 'country' */
  failover?: Failover | undefined
  /**
   * Tells connections of the same store and account apart. Made of the requirements when left out.
   * After a restart, the same key goes on with what was bought and spent.
   */
  key?: string | undefined
  /** How often a gateway is tried in a row before it is left. @default 3 */
  attempts?: number | undefined
  /** Milliseconds before the second try; twice as long before each further one. @default 1000 */
  retryDelay?: number | undefined
  /** Longest wait for a gateway's delivery, in seconds. @default 60 */
  timeoutSeconds?: number | undefined
  /** Aborts connecting; what was bought stays. Later, `close` ends the connection. */
  signal?: AbortSignal | undefined
}

/** A connection that is kept up as was agreed. */
export type Connection<session extends Session = Session> = {
  readonly status: ConnectionStatus
  /** The pass that is used now, or was last. */
  readonly pass: Pass<session>
  /** The session that is open now. Take it again after it was lost: it is another one then. */
  readonly session: session | undefined
  /** PRIX base units that it cost so far, the price of the present pass included. */
  readonly spent: bigint
  readonly on: Emitter<ConnectionEvents>['on']
  readonly once: Emitter<ConnectionEvents>['once']
  /**
   * The session, once there is one.
   *
   * @throws `ConnectionEndedError`
   */
  ready(options?: { signal?: AbortSignal | undefined }): Promise<session>
  /** Resolves once it is over, whoever ended it. Never rejects. */
  readonly closed: Promise<ConnectionEvents['ended']>
  /**
   * Ends it, and with `leave` its pass too, for which the rest then comes back. Without, the pass runs
   * on, and connecting again with the same key uses it. Idempotent.
   *
   * @throws those of `Pass.leave`, when the pass could not be left; call it again
   */
  close(options?: { leave?: boolean | undefined; signal?: AbortSignal | undefined }): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
