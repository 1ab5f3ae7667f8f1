import * as z from 'zod/mini'
import { attempted } from '../outbox/isUnderWay.js'
import { gatewayStatus } from '../protocol/api.js'
import { signed } from '../protocol/defineMessage.js'
import { gatewayCheck } from '../protocol/gatewayCheck.js'
import { delivery } from '../protocol/messages/delivery.js'
import { signedQuote } from '../protocol/messages/quote.js'
import {
  address,
  amount,
  bytes32,
  driverName,
  hexUpTo,
  mbps,
  timestamp,
} from '../protocol/schemas.js'
import { service } from '../protocol/service.js'
import { terms } from '../protocol/terms.js'
import { defineTable } from '../store/defineTable.js'
import type { RowOf } from '../store/rowOf.js'
import { blindRecord } from './blind/blindRecord.js'
import { trackRecord } from './scoring/trackRecord.js'

/** Encryption keys that this SBN has or had, by public key. */
export const keys = defineTable(
  'sbn/keys',
  z.object({ publicKey: bytes32, privateKey: bytes32, url: z.string() }),
)

const gatewayRow = z.object({
  gateway: address,
  payee: address,
  floorPrice: amount,
  /** Decimal: larger ones replace smaller ones. */
  sequence: z.string(),
  sealed: hexUpTo(8_192),
  status: gatewayStatus,
  /** What it passed a check for. */
  offers: z.array(z.object({ services: z.array(service), driver: driverName })),
  /** Unix seconds of the next check. */
  nextCheckAt: timestamp,
  /** How many checks in a row it did not pass. */
  failures: z.optional(z.int().check(z.minimum(0))),
  /** Mbit/s that it says it has. */
  claimed: z.optional(mbps),
  /** What its exit has in common with others. */
  groups: z.optional(z.object({ block: bytes32, network: z.optional(bytes32) })),
  /** When its throughput was measured last, how often so far, when it is next, and whether as a customer. */
  speed: z.optional(
    z.object({
      at: timestamp,
      count: z.int().check(z.minimum(0)),
      next: timestamp,
      /** Whether less than half of what it claims came through. */
      below: z.optional(z.boolean()),
      blind: z.optional(z.boolean()),
    }),
  ),
  /** It did not countersign what its last throughput test moved. */
  uncountersigned: z.optional(z.boolean()),
  /** What it has done so far. */
  record: z.optional(trackRecord),
  /** What customers get, compared with open checks. */
  blind: z.optional(blindRecord),
})

/** Gateways that registered, by account. Endpoints stay sealed; they are opened to be checked. */
export const gateways = defineTable('sbn/gateways', gatewayRow)

export type GatewayRow = RowOf<typeof gateways>

/** Checks that were made of gateways, by `gateway/time`. */
export const checks = defineTable('sbn/checks', gatewayCheck)

/**
 * What a registration replaced, by `block/log index` of its event: what there is again when a
 * reorganization takes it. Nothing when the gateway was not registered before.
 */
export const replacedGateways = defineTable(
  'sbn/replacedGateways',
  z.object({ gateway: address, before: z.optional(gatewayRow) }),
)

/** Quotes that were given, by request id: the same request gives the same quote. */
export const quotes = defineTable(
  'sbn/quotes',
  z.object({
    requestHash: bytes32,
    passId: bytes32,
    quote: signedQuote,
    /** In plain words, why this price and this gateway. */
    reasons: z.optional(z.object({ price: z.array(z.string()), gateway: z.array(z.string()) })),
  }),
)

/** Quotes that were not bought, by `deadline/request id`: what can be forgotten, the oldest first. */
export const openQuotes = defineTable(
  'sbn/openQuotes',
  z.object({ requestId: bytes32, passId: bytes32, assignment: z.string() }),
)

/** Request ids by pass id. */
export const requestIds = defineTable('sbn/requestIds', z.object({ requestId: bytes32 }))

/** Passes that were bought, by pass id. */
export const passes = defineTable(
  'sbn/passes',
  z.object({
    passId: bytes32,
    subscriber: address,
    start: timestamp,
    end: timestamp,
    ended: z.boolean(),
    /** As the purchase said, so that it can be settled without the quote. */
    terms: z.optional(terms),
    /** What its quote remembers its asker by. */
    assignment: z.optional(z.string()),
    /** Whether it was bought for a blind check: that it is left says nothing. */
    blind: z.optional(z.boolean()),
  }),
)

export type PassRow = RowOf<typeof passes>

/**
 * What an event changed about a pass, by `block/log index` of the event: what there is again when a
 * reorganization takes it.
 */
export const replacedPasses = defineTable(
  'sbn/replacedPasses',
  z.object({
    passId: bytes32,
    end: timestamp,
    ended: z.boolean(),
    /** Whether it ended the pass. */
    isEnd: z.optional(z.boolean()),
  }),
)

/** Passes that did not end yet, by `end/passId`: what is to be settled, the oldest first. */
export const openPasses = defineTable(
  'sbn/openPasses',
  z.object({ passId: bytes32, settling: z.optional(attempted) }),
)

/** Pass ids by `subscriber/passId`. */
export const passesBySubscriber = defineTable(
  'sbn/passesBySubscriber',
  z.object({ passId: bytes32 }),
)

/** What gateways delivered, by pass id. */
export const deliveries = defineTable('sbn/deliveries', signed(delivery))

/**
 * Deliveries that a later one took the place of, by `passId/hash`: anybody could send them again, and
 * they are not taken again.
 */
export const replacedDeliveries = defineTable('sbn/replacedDeliveries', z.object({}))

/** Who was given which gateway lately, by `subscriber/class`. */
export const assignments = defineTable(
  'sbn/assignments',
  z.object({ gateway: address, until: timestamp }),
)

/** What this SBN had sent about its record on chain, by `last`. */
export const registrations = defineTable(
  'sbn/registrations',
  z.object({
    sequence: z.int(),
    key: z.string(),
    isDone: z.boolean(),
    /** What was sent: it is what the chain says once it is done. */
    publicKey: z.optional(bytes32),
    url: z.optional(z.string()),
  }),
)
