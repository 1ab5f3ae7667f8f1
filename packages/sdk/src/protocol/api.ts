import type { Address, Hex } from 'viem'
import * as z from 'zod/mini'
import { type Details, details } from './details.js'
import {
  address,
  amount,
  basisPoints,
  bytes32,
  country,
  type IpType,
  ipType,
  mbps,
  timestamp,
} from './schemas.js'
import { type Terms, terms } from './terms.js'

/** Who an SBN is and what it stands on. */
export type SbnInfo = {
  sbn: Address
  chainId: number
  marketplace: Address
  /** X25519 public key that it reads with. */
  encryptionKey: Hex
  /** Basis points of what is owed. */
  fee: number
}

export const sbnInfo: z.ZodMiniType<SbnInfo, unknown> = z.object({
  sbn: address,
  chainId: z.int().check(z.positive()),
  marketplace: address,
  encryptionKey: bytes32,
  fee: basisPoints,
})

/** A pass that an SBN quoted, as it knows it from the chain. */
export type PassRecord = {
  passId: Hex
  terms: Terms
  details: Details
  /** Unix seconds. */
  start: number
  /** Unix seconds. */
  end: number
  ended: boolean
}

export const passRecord: z.ZodMiniType<PassRecord, unknown> = z.object({
  passId: bytes32,
  terms,
  details,
  start: timestamp,
  end: timestamp,
  ended: z.boolean(),
})

/** Some passes of one owner, in the order of their ids. */
export type PassPage = {
  passes: PassRecord[]
  /** Where the next page begins. Without it, there is none. */
  next?: Hex | undefined
}

export const passPage: z.ZodMiniType<PassPage, unknown> = z.object({
  passes: z.array(passRecord),
  next: z.optional(bytes32),
})

/** Why an SBN does not assign a gateway. Stable; the gateway's owner reads it. */
export const refusalReasons = [
  /** Not checked yet. */
  'PENDING',
  /** The sealed registration does not open with this SBN's key. */
  'REGISTRATION_UNREADABLE',
  /** The endpoint is at an address that must not be dialled. */
  'ENDPOINT_REFUSED',
  /** None of its drivers is one that this SBN can check. */
  'DRIVER_UNKNOWN',
  /** Nothing answers at the endpoint, or something else does. */
  'UNREACHABLE',
  /** It answers, and does not let the SBN in. */
  'CHECK_REJECTED',
  /** It does not prove that it holds the registered account. */
  'ACCOUNT_NOT_PROVEN',
  /** Traffic sent in does not come out. */
  'NO_TRAFFIC',
  /** Something else comes back than was sent: it was made up, altered or kept from before. */
  'CONTENT_ALTERED',
  /** Traffic comes out at several addresses, or in several countries. */
  'EXIT_INCONSISTENT',
  /** No source knows the country of its exit address. */
  'COUNTRY_UNKNOWN',
  /** It answers sooner than light in fibre could come back from the country of its exit address. */
  'COUNTRY_IMPOSSIBLE',
  /** It is slower than a sellable unit. */
  'TOO_SLOW',
  /** Less than half of the bandwidth that it claims comes through. */
  'BELOW_CLAIM',
  /** Twice in a row, it did not countersign how much a throughput test had moved. */
  'NOT_COUNTERSIGNED',
  /** It answered before and does not any more. */
  'GONE',
  /** A pass that was bought for a blind check was not delivered, or taken back at once. */
  'NOT_DELIVERED',
  /** Blind checks found that customers get less than open checks do. */
  'FAVOURS_CHECKS',
] as const

export type RefusalReason = (typeof refusalReasons)[number]

/** What an SBN thinks of a gateway. */
export type GatewayStatus = {
  gateway: Address
  trusted: boolean
  reason?: RefusalReason | undefined
  /** Unix seconds. */
  checkedAt?: number | undefined
  /** ISO 3166-1 alpha-2. */
  country?: string | undefined
  ipType?: IpType | undefined
  /**
   * What it can sell, Mbit/s: the least of what it claims and what was measured. Of one that is refused
   * as `BELOW_CLAIM`, what came through.
   */
  mbps?: number | undefined
  /** Round trip through the service, milliseconds. */
  latencyMs?: number | undefined
  /** PRIX base units per Mbit/s and hour, before the SBN's factors. */
  floorPrice: bigint
}

export const gatewayStatus: z.ZodMiniType<GatewayStatus, unknown> = z.object({
  gateway: address,
  trusted: z.boolean(),
  reason: z.optional(z.enum(refusalReasons)),
  checkedAt: z.optional(timestamp),
  country: z.optional(country),
  ipType: z.optional(ipType),
  mbps: z.optional(mbps),
  latencyMs: z.optional(z.number()),
  floorPrice: amount,
})
