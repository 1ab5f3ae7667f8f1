import type { Address, Hex } from 'viem'
import type { GatewayStatus, RefusalReason } from '../protocol/api.js'

/** What an `SBN` tells while it works. No event holds an endpoint. */
export type SbnEvents = {
  /** Its record on chain is as it should be. */
  registered: { sbn: Address; encryptionKey: Hex }
  /** A gateway registered with it, or registered anew. */
  gatewaySeen: { gateway: Address }
  /** A check began. */
  checkStarted: { gateway: Address }
  /** A gateway was checked and can be assigned. */
  gatewayTrusted: { gateway: Address; status: GatewayStatus }
  /** A gateway was checked, or went away, and is not assigned. */
  gatewayRefused: { gateway: Address; reason: RefusalReason }
  /**
   * A gateway that was trusted was out of reach, but so was everything else: it stays what it was, and is
   * checked again soon.
   */
  checkerUnavailable: { gateway: Address }
  /**
   * A gateway was checked as a customer would: which part it got of what an open check got, from 0 to 1.
   */
  blindChecked: { gateway: Address; passId: Hex; share: number }
  quoted: { passId: Hex; gateway: Address; price: bigint }
  passPurchased: { passId: Hex; gateway: Address }
  delivered: { passId: Hex }
  /**
   * A pass was paid for longer: when it ends now, Unix seconds. Told again with the earlier end when a
   * reorganization took the renewal.
   */
  passRenewed: { passId: Hex; end: number }
  passEnded: { passId: Hex; owed: bigint; refund: bigint }
  /** A reorganization took what a gateway had published. What was there before counts again. */
  gatewayUndone: { gateway: Address }
  /** A reorganization took a purchase from the chain. */
  passUndone: { passId: Hex }
  /** A reorganization took the end of a pass from the chain. It is open again. */
  passReopened: { passId: Hex }
  /** A reorganization took this SBN's record from the chain. It is published again. */
  recordUndone: { sbn: Address }
  /** Something failed that is tried again by itself. */
  error: { error: unknown }
}
