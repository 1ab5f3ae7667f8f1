import type { Hex } from 'viem'
import * as z from 'zod/mini'
import { type RefusalReason, refusalReasons } from './api.js'
import { carriedBytes } from './messages/checkReceipt.js'
import {
  bytes32,
  country,
  driverName,
  type IpType,
  ipType,
  mbps,
  signature,
  timestamp,
} from './schemas.js'

/** What a throughput test was made of, and that both sides agree about it. */
export type CheckProof = {
  /** keccak256 of the key, which the gateway had before the test. */
  commitment: Hex
  /** What the content of the test follows from. */
  key: Hex
  /** The gateway's `CheckReceipt`; none when it did not countersign. */
  receipt?: { down: number; up: number; at: number; signature: Hex } | undefined
}

/** What several challengers measured of a direction, in Mbit/s. */
export type Combined = {
  mbps: number
  /** One by one: the median. */
  alone: number
  /** All at once: the median of the sums of each second. */
  together: number
}

/** What one of several challengers said. */
export type ChallengerCheck = {
  name: string
  /** Why it is left out: an error's code. */
  failed?: string | undefined
  /** Why it found that the gateway carries nothing. */
  reason?: string | undefined
  /** Mbit/s while nobody else measured. */
  down?: number | undefined
  up?: number | undefined
  /** Shortest round trip, milliseconds. */
  minMs?: number | undefined
  /** Its share was more than can be, and counted for less. */
  capped?: boolean | undefined
  /** It differs from the others by more than a quarter. */
  deviates?: boolean | undefined
  /** It saw the traffic come from another address than the SBN did. */
  exitDiffers?: boolean | undefined
  proof?: CheckProof | undefined
}

/** What several challengers found out together. */
export type ChallengersCheck = {
  /** How many measured, the SBN included. Less than three cannot outvote one that lies. */
  answered: number
  down: Combined
  up: Combined
  each: ChallengerCheck[]
}

/** How round trips went. */
export type RoundTrips = {
  medianMs: number
  /** Interquartile range. */
  jitterMs: number
  /** Which part was not answered in time, from 0 to 1. */
  loss: number
  /** Each of them, where they are few. */
  samples?: number[] | undefined
}

/** What a check found out about one way into a gateway. */
export type DriverCheck = {
  driver: string
  /** Why it was refused, when it was. */
  reason?: RefusalReason | undefined
  country?: string | undefined
  ipType?: IpType | undefined
  /** Why that country and type: codes of the geo sources' votes. */
  geo?: string[] | undefined
  /** Families of addresses that its traffic comes out at. */
  families?: ('ipv4' | 'ipv6')[] | undefined
  /** How long it took to set the session up, milliseconds. */
  setupMs?: number | undefined
  /** Round trips through the service while nothing else was going on. */
  idle?: RoundTrips | undefined
  /** Round trips while throughput was measured. */
  loadedDown?: RoundTrips | undefined
  loadedUp?: RoundTrips | undefined
  /** Mbit/s in each second that counted, when throughput was measured. */
  downPerSecond?: number[] | undefined
  upPerSecond?: number[] | undefined
  /** Mbit/s of a single download. */
  single?: number | undefined
  /** Mbit/s, the slower of both directions. */
  mbps?: number | undefined
  /** Mbit/s of which half has to come through: what it claims, as far as the SBN could carry that. */
  expectedMbps?: number | undefined
  /** Mbit/s of passes that were running, which count as having come through. */
  soldMbps?: number | undefined
  /** Whether it was less than half. A trusted gateway is refused when it is so twice in a row. */
  belowClaim?: boolean | undefined
  /** Whether the gateway countersigned how much was moved, when throughput was measured. */
  countersigned?: boolean | undefined
  proof?: CheckProof | undefined
  /** What each said, where the SBN has further challengers. */
  challengers?: ChallengersCheck | undefined
}

/** One check of a gateway, as the SBN keeps it and shows it to the gateway's owner. */
export type GatewayCheck = {
  /** Unix seconds; of a blind one, those at which its day (UTC) began. */
  at: number
  /** `blind`: a pass was bought and used as by any customer. @default 'open' */
  kind?: 'open' | 'blind' | undefined
  /** Mbit/s that were bought for it, when it is blind. */
  bought?: number | undefined
  /** `unavailable`: the checker could not do its work, and the gateway stays what it was. */
  outcome: 'passed' | 'refused' | 'unavailable'
  reason?: RefusalReason | 'CHECKER_UNAVAILABLE' | undefined
  drivers: DriverCheck[]
  /** keccak256 of everything above, as the SBN stored it. */
  evidence: Hex
}

const numbers = z.array(z.number().check(z.minimum(0))).check(z.maxLength(600))

export const checkProof: z.ZodMiniType<CheckProof, unknown> = z.object({
  commitment: bytes32,
  key: bytes32,
  receipt: z.optional(z.object({ down: carriedBytes, up: carriedBytes, at: timestamp, signature })),
})

const milliseconds = z.number().check(z.minimum(0))
const roundTrips: z.ZodMiniType<RoundTrips, unknown> = z.object({
  medianMs: milliseconds,
  jitterMs: milliseconds,
  loss: z.number().check(z.minimum(0), z.maximum(1)),
  samples: z.optional(numbers),
})

const nonNegative = z.number().check(z.minimum(0))
const combined: z.ZodMiniType<Combined, unknown> = z.object({
  ...{ mbps: nonNegative, alone: nonNegative, together: nonNegative },
})
const challengersCheck: z.ZodMiniType<ChallengersCheck, unknown> = z.object({
  answered: z.int().check(z.minimum(0)),
  down: combined,
  up: combined,
  each: z
    .array(
      z.object({
        name: z.string().check(z.maxLength(253)),
        failed: z.optional(z.string().check(z.maxLength(64))),
        reason: z.optional(z.string().check(z.maxLength(64))),
        down: z.optional(nonNegative),
        up: z.optional(nonNegative),
        minMs: z.optional(nonNegative),
        capped: z.optional(z.boolean()),
        deviates: z.optional(z.boolean()),
        exitDiffers: z.optional(z.boolean()),
        proof: z.optional(checkProof),
      }),
    )
    .check(z.maxLength(17)),
})

const driverCheck: z.ZodMiniType<DriverCheck, unknown> = z.object({
  driver: driverName,
  reason: z.optional(z.enum(refusalReasons)),
  country: z.optional(country),
  ipType: z.optional(ipType),
  geo: z.optional(z.array(z.string().check(z.maxLength(64))).check(z.maxLength(32))),
  families: z.optional(z.array(z.enum(['ipv4', 'ipv6'])).check(z.maxLength(2))),
  setupMs: z.optional(milliseconds),
  idle: z.optional(roundTrips),
  loadedDown: z.optional(roundTrips),
  loadedUp: z.optional(roundTrips),
  downPerSecond: z.optional(numbers),
  upPerSecond: z.optional(numbers),
  single: z.optional(milliseconds),
  mbps: z.optional(mbps),
  expectedMbps: z.optional(mbps),
  soldMbps: z.optional(mbps),
  belowClaim: z.optional(z.boolean()),
  countersigned: z.optional(z.boolean()),
  proof: z.optional(checkProof),
  challengers: z.optional(challengersCheck),
})

export const gatewayCheck: z.ZodMiniType<GatewayCheck, unknown> = z.object({
  at: timestamp,
  kind: z.optional(z.enum(['open', 'blind'])),
  bought: z.optional(mbps),
  outcome: z.enum(['passed', 'refused', 'unavailable']),
  reason: z.optional(z.enum([...refusalReasons, 'CHECKER_UNAVAILABLE'])),
  drivers: z.array(driverCheck).check(z.maxLength(8)),
  evidence: bytes32,
})
