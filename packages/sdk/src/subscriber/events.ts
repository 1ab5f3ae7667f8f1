import type { Hash, Hex } from 'viem'

/** What a `Subscriber` tells while it works. */
export type SubscriberEvents = {
  /** The SBN was not reached one way, and another is taken; `cost` is what asking costs there, in wei. */
  fallback: { from: string; to: string; cost: bigint | undefined }
  /** An SBN quoted. */
  quoted: { passId: Hex; price: bigint }
  /** The purchase was handed to the chain. */
  purchaseSent: { passId: Hex; hash: Hash }
  /** The purchase is on chain; the pass runs. `hash` is missing when the wallet never told it. */
  paid: { passId: Hex; hash: Hash | undefined }
  /** The chain took back a paid purchase. It may come again; buying the same or resuming sees to it. */
  reorganized: { passId: Hex }
  /** The gateway's connection info came and opened. */
  delivered: { passId: Hex }
  /** New keys of the pass are on chain: whoever had the earlier ones is let in no more. */
  rekeyed: { passId: Hex; hash: Hash }
  connected: { passId: Hex; driver: string }
  /** The pass was left; amounts in PRIX base units. */
  left: { passId: Hex; owed: bigint; refund: bigint; hash: Hash }
}
