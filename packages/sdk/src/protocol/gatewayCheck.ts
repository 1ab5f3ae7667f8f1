import type { Hex } from 'viem'
import * as z from 'zod/mini'
import { type RefusalReason, refusalReasons } from './api.js'
import { bytes32, country, driverName, type IpType, ipType, mbps, timestamp } from './schemas.js'

/** What a check found out about one way into a gateway. */
export type DriverCheck = {
  driver: string
  /** Why it was refused, when it was. */
  reason?: RefusalReason | undefined
  country?: string | undefined
  ipType?: IpType | undefined
  /** Why that country and type: codes of the geo sources' votes. */
  geo?: string[] | undefined
  /** Round trips through the service, milliseconds. */
  roundTrips?: number[] | undefined
  /** Mbit/s in each second that counted, when throughput was measured. */
  downPerSecond?: number[] | undefined
  upPerSecond?: number[] | undefined
  /** Mbit/s, the slower of both directions. */
  mbps?: number | undefined
  /** Mbit/s of which half has to come through: what it claims, as far as the SBN could carry that. */
  expectedMbps?: number | undefined
  /** Mbit/s of passes that were running, which count as having come through. */
  soldMbps?: number | undefined
  /** Whether it was less than half. A trusted gateway is refused when it is so twice in a row. */
  belowClaim?: boolean | undefined
}

/** One check of a gateway, as the SBN keeps it and shows it to the gateway's owner. */
export type GatewayCheck = {
  /** Unix seconds. */
  at: number
  /** `unavailable`: the checker could not do its work, and the gateway stays what it was. */
  outcome: 'passed' | 'refused' | 'unavailable'
  reason?: RefusalReason | 'CHECKER_UNAVAILABLE' | undefined
  drivers: DriverCheck[]
  /** keccak256 of everything above, as the SBN stored it. */
  evidence: Hex
}

const numbers = z.array(z.number().check(z.minimum(0))).check(z.maxLength(600))

const driverCheck: z.ZodMiniType<DriverCheck, unknown> = z.object({
  driver: driverName,
  reason: z.optional(z.enum(refusalReasons)),
  country: z.optional(country),
  ipType: z.optional(ipType),
  geo: z.optional(z.array(z.string().check(z.maxLength(64))).check(z.maxLength(32))),
  roundTrips: z.optional(numbers),
  downPerSecond: z.optional(numbers),
  upPerSecond: z.optional(numbers),
  mbps: z.optional(mbps),
  expectedMbps: z.optional(mbps),
  soldMbps: z.optional(mbps),
  belowClaim: z.optional(z.boolean()),
})

export const gatewayCheck: z.ZodMiniType<GatewayCheck, unknown> = z.object({
  at: timestamp,
  outcome: z.enum(['passed', 'refused', 'unavailable']),
  reason: z.optional(z.enum([...refusalReasons, 'CHECKER_UNAVAILABLE'])),
  drivers: z.array(driverCheck).check(z.maxLength(8)),
  evidence: bytes32,
})
