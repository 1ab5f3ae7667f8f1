import type { Address, Hex } from 'viem'
import type { PassUnservedError, TermsRefusedError } from '../errors/gateway.js'

/** What a `Gateway` tells while it works. No event holds an endpoint or a key. */
export type GatewayEvents = {
  /** Its drivers accept connections. */
  listening: { drivers: string[] }
  /** Its registration is on chain. */
  registered: { gateway: Address; sbn: Address }
  /** A pass was bought for it. */
  passPurchased: { passId: Hex; subscriber: Address; price: bigint }
  /** The pass is admitted and its connection info is with the SBN. */
  delivered: { passId: Hex }
  /**
   * A pass was paid for longer: when it ends now, Unix seconds. Told again with the earlier end when a
   * reorganization took the renewal.
   */
  passRenewed: { passId: Hex; end: number }
  /**
   * The owner of a pass has other keys, such as after a transfer: the old ones are let in no more, and
   * the connection info is delivered again. Told again when a reorganization took that.
   */
  passRekeyed: { passId: Hex }
  /** A pass was left, given up or settled; amounts in PRIX base units, fees included. */
  passEnded: { passId: Hex; owed: bigint; refund: bigint }
  /**
   * A pass was bought that this gateway does not sell or cannot serve. It is given up. Told again
   * after a restart while it has not ended.
   */
  passRefused: { passId: Hex; error: TermsRefusedError | PassUnservedError }
  /** A reorganization took a purchase from the chain. The pass is not served any more. */
  passUndone: { passId: Hex }
  /** A reorganization took the end of a pass from the chain. It is open again. */
  passReopened: { passId: Hex }
  /** A reorganization took the registration from the chain. It is published again. */
  registrationUndone: { gateway: Address; sbn: Address }
  /** The SBN published its record anew: what was delivered is delivered again, and sealed to its new key. */
  sbnUpdated: { sbn: Address; encryptionKey: Hex }
  /** A client of a pass connected through a driver. */
  sessionOpened: { passId: Hex; driver: string }
  /** A client of a pass is gone. */
  sessionClosed: { passId: Hex; driver: string }
  /** A driver let somebody not in, or not to where they wanted; `code` is the driver's. */
  refused: { driver: string; code: string; passId?: Hex | undefined }
  /** Something failed that is tried again by itself. */
  error: { error: unknown }
}
