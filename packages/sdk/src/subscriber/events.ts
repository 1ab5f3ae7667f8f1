import type { Hash, Hex } from 'viem'

/** What a `Subscriber` tells while it works. */
export type SubscriberEvents = {
  /** An SBN quoted. */
  quoted: { passId: Hex; price: bigint }
  /** The purchase was handed to the chain. */
  purchaseSent: { passId: Hex; hash: Hash }
  /** The purchase is on chain; the pass runs. */
  paid: { passId: Hex; hash: Hash }
  /** The gateway's connection info came and opened. */
  delivered: { passId: Hex }
  connected: { passId: Hex; driver: string }
  /** The pass was left; amounts in PRIX base units. */
  left: { passId: Hex; owed: bigint; refund: bigint; hash: Hash }
}
