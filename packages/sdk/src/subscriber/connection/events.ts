import type { Address, Hex } from 'viem'
import type { ConnectionEnd, LossReason } from '../../errors/connection.js'

/** What a `Connection` tells. Amounts are PRIX base units. */
export type ConnectionEvents = {
  /** There is a session; traffic flows. */
  connected: { passId: Hex; gateway: Address; driver: string }
  /** The session has ended although it should not; told before anything is done about it. */
  lost: { passId: Hex; gateway: Address; reason: LossReason }
  /** A try failed; the next one comes after `delay` milliseconds. */
  retrying: { reason: LossReason; attempt: number; delay: number; error?: unknown }
  /** A pass of another gateway was bought in place of one that was left. */
  moved: {
    from: { passId: Hex; gateway: Address; owed: bigint }
    to: { passId: Hex; gateway: Address; price: bigint }
    reason: LossReason
  }
  /** It is over. */
  ended: { reason: ConnectionEnd; error?: unknown }
}
