import type { Hex } from 'viem'

/** One of two things that an SBN has signed about the same matter. */
export type Statement = {
  /** What it said: the digest of a quote, or the hash of a result. */
  content: Hex
  /** By a key that was the SBN's at some time. */
  signature: Hex
}
