import * as z from 'zod/mini'
import { details } from './details.js'
import {
  address,
  amount,
  basisPoints,
  bytes32,
  country,
  ipType,
  mbps,
  timestamp,
} from './schemas.js'
import { terms } from './terms.js'

/** Who an SBN is and what it stands on. */
export const sbnInfo = z.object({
  sbn: address,
  chainId: z.int().check(z.positive()),
  marketplace: address,
  encryptionKey: bytes32,
  fee: basisPoints,
})

export type SbnInfo = z.output<typeof sbnInfo>

/** A pass that an SBN quoted, as it knows it from the chain. */
export const passRecord = z.object({
  passId: bytes32,
  terms,
  details,
  start: timestamp,
  end: timestamp,
  ended: z.boolean(),
})

export type PassRecord = z.output<typeof passRecord>

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
  /** Traffic comes out at several addresses, or at another one than is said on the way back. */
  'EXIT_INCONSISTENT',
  /** No source knows the country of its exit address. */
  'COUNTRY_UNKNOWN',
  /** It is slower than a sellable unit. */
  'TOO_SLOW',
  /** It answered before and does not any more. */
  'GONE',
] as const

export type RefusalReason = (typeof refusalReasons)[number]

/** What an SBN thinks of a gateway. */
export const gatewayStatus = z.object({
  gateway: address,
  trusted: z.boolean(),
  reason: z.optional(z.enum(refusalReasons)),
  checkedAt: z.optional(timestamp),
  country: z.optional(country),
  ipType: z.optional(ipType),
  /** What it can sell, Mbit/s: the least of what it claims and what was measured. */
  mbps: z.optional(mbps),
  /** Round trip through the service, milliseconds. */
  latencyMs: z.optional(z.number()),
  /** PRIX base units per Mbit/s and hour, before the SBN's factors. */
  floorPrice: amount,
})

export type GatewayStatus = z.output<typeof gatewayStatus>
