import type { Address, Hex } from 'viem'

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
  /** Something failed that is tried again by itself. */
  error: { error: unknown }
}
