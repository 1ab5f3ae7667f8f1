import type { Address, Hex } from 'viem'
import type { TermsRefusedError } from '../errors/gateway.js'

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
  /** A pass was left, given up or settled; amounts in PRIX base units, fees included. */
  passEnded: { passId: Hex; owed: bigint; refund: bigint }
  /** A pass was bought that this gateway does not sell or cannot serve. It is given up. */
  passRefused: { passId: Hex; error: TermsRefusedError }
  /** A client of a pass connected through a driver. */
  sessionOpened: { passId: Hex; driver: string }
  /** A client of a pass is gone. */
  sessionClosed: { passId: Hex; driver: string }
  /** A driver let somebody not in, or not to where they wanted; `code` is the driver's. */
  refused: { driver: string; code: string; passId?: Hex | undefined }
  /** Something failed that is tried again by itself. */
  error: { error: unknown }
}
