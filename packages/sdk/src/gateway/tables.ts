import * as z from 'zod/mini'
import { attempted } from '../outbox/isUnderWay.js'
import { details } from '../protocol/details.js'
import { address, amount, bytes32, timestamp } from '../protocol/schemas.js'
import { terms } from '../protocol/terms.js'
import { defineTable } from '../store/defineTable.js'
import type { RowOf } from '../store/rowOf.js'

/** What makes the endpoints recognizable after a restart, by driver. Secret. */
export const identities = defineTable('gateway/identities', z.object({ identity: z.string() }))

/** What was registered last with each SBN, by its account. */
export const registrations = defineTable(
  'gateway/registrations',
  z.object({
    /** Hash of what is offered and for whom it was sealed: a change registers anew. */
    digest: bytes32,
    payee: address,
    floorPrice: amount,
    /** Decimal. */
    sequence: z.string(),
    checkSecret: bytes32,
    checkKey: bytes32,
    /** A reorganization took it from the chain, and it has not come back. */
    undone: z.optional(z.boolean()),
  }),
)

const rekeyed = z.object({ owner: address, recipientKey: bytes32, clientKey: bytes32 })

/** Passes that were bought for this gateway, by pass id. */
export const passes = defineTable(
  'gateway/passes',
  z.object({
    passId: bytes32,
    terms,
    start: timestamp,
    end: timestamp,
    /** Known once the SBN told and the hash fits. */
    details: z.optional(details),
    /** What the owner has made known since: its keys are in place of those in the details. */
    rekeyed: z.optional(rekeyed),
    delivered: z.boolean(),
    ended: z.boolean(),
    /** Why it was given up instead of served. */
    refused: z.optional(
      z.enum([
        ...['sbn', 'billing', 'service', 'driver', 'mbps', 'price', 'clientKey', 'recipientKey'],
        'unserved',
      ] as const),
    ),
  }),
)

/** Passes that have not ended on chain, by pass id: what there is to do. */
export const openPasses = defineTable(
  'gateway/openPasses',
  z.object({
    passId: bytes32,
    /** It is being given up, and not served. */
    refused: z.optional(z.boolean()),
    /** The SBN may have lost what was delivered, and is to get it again. */
    redeliver: z.optional(z.boolean()),
    /** Nobody can use the keys that the owner has made known; it is served again when others come. */
    unusable: z.optional(z.boolean()),
    settling: z.optional(attempted),
    givingUp: z.optional(attempted),
  }),
)

/**
 * What an event changed about a pass, by `block/log index` of the event: what there is again when a
 * reorganization takes it.
 */
export const replacedPasses = defineTable(
  'gateway/replacedPasses',
  z.object({
    passId: bytes32,
    end: timestamp,
    ended: z.boolean(),
    rekeyed: z.optional(rekeyed),
  }),
)

export type OpenPassRow = RowOf<typeof openPasses>
export type PassRow = RowOf<typeof passes>
