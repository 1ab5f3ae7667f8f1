import type { Connection } from '@passband/tunnel'
import type { Address, Hex } from 'viem'
import * as z from 'zod/mini'
import type { Coordinates } from '../../geo/distance/isPossible.js'
import { connection } from '../../protocol/connectionInfo.js'
import { type CheckProof, checkProof } from '../../protocol/gatewayCheck.js'
import { address, bytes32 } from '../../protocol/schemas.js'

/** What a challenger is to measure. It is secret: it says where a gateway is, and how to get in. */
export type ChallengeOrder = {
  gateway: Address
  sbn: Address
  chainId: number
  marketplace: Address
  connection: Connection
  /** X25519 private key that the gateway lets in for checks. */
  clientSecret: Hex
  /** As in `measureThroughput`. */
  test: { bytes: number; seconds: number; ramp: number; streams: number }
  /** Whether others measure at the same moment. Otherwise exit and round trips are looked at, too. */
  together: boolean
  /** Milliseconds from when it has the order until it begins to measure. */
  beginAfter: number
}

/** What a challenger measured of a direction. */
export type ChallengeDirection = {
  /** Mbit/s. */
  mbps: number
  bytes: number
  /** Mbit/s in each second that counts. */
  perSecond: number[]
}

/** What a challenger found: how much the gateway carries for it, or why it carries nothing. */
export type ChallengeReport =
  | { reason: (typeof challengeReasons)[number] }
  | {
      reason?: undefined
      down: ChallengeDirection
      up: ChallengeDirection
      /** Addresses from which its reflector saw the traffic come. */
      exits: string[]
      /** Shortest round trip, in milliseconds. Not when others measured at the same moment. */
      minMs?: number | undefined
      proof?: CheckProof | undefined
    }

/** One of several that measure a gateway for an SBN, from a machine and over a line of its own. */
export type Challenger = {
  /** Names it in what is kept of checks; one of each. */
  readonly name: string
  /** Where it is, in degrees: its round trips then bound where gateways can be. */
  readonly location?: Coordinates | undefined
  /** Measures once. Rejects when it cannot, which says nothing about the gateway. */
  measure(order: ChallengeOrder, options: { signal: AbortSignal }): Promise<ChallengeReport>
}

/** What speaks against the gateway, and not against the challenger. */
export const challengeReasons = [
  'UNREACHABLE',
  'CHECK_REJECTED',
  'NO_TRAFFIC',
  'CONTENT_ALTERED',
] as const

const mostSeconds = 600

export const challengeOrder: z.ZodMiniType<ChallengeOrder, unknown> = z.object({
  gateway: address,
  sbn: address,
  chainId: z.int().check(z.positive()),
  marketplace: address,
  connection,
  clientSecret: bytes32,
  test: z.object({
    bytes: z.int().check(z.minimum(1), z.maximum(2 ** 40)),
    seconds: z.number().check(z.positive(), z.maximum(mostSeconds)),
    ramp: z.number().check(z.minimum(0), z.maximum(60)),
    streams: z.int().check(z.minimum(1), z.maximum(16)),
  }),
  together: z.boolean(),
  beginAfter: z.number().check(z.minimum(0), z.maximum(30_000)),
})

const mbps = z.number().check(z.minimum(0), z.maximum(1_000_000))
const direction: z.ZodMiniType<ChallengeDirection, unknown> = z.object({
  mbps,
  bytes: z.int().check(z.minimum(0), z.maximum(2 ** 40)),
  perSecond: z.array(mbps).check(z.maxLength(mostSeconds)),
})

export const challengeReport: z.ZodMiniType<ChallengeReport, unknown> = z.union([
  z.object({ reason: z.enum(challengeReasons) }),
  z.object({
    reason: z.optional(z.undefined()),
    down: direction,
    up: direction,
    exits: z.array(z.string().check(z.maxLength(64))).check(z.maxLength(16)),
    minMs: z.optional(z.number().check(z.minimum(0))),
    proof: z.optional(checkProof),
  }),
])
