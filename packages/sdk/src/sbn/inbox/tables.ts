import * as z from 'zod/mini'
import { address, bytes32, hexUpTo, timestamp } from '../../protocol/schemas.js'
import { defineTable } from '../../store/defineTable.js'
import type { RowOf } from '../../store/rowOf.js'

/** Longest message that is looked at, in bytes: a delivery with much to say. */
export const longestMessage = 2_048

/** Messages to this SBN that were not dealt with yet, by `block/log index`. */
export const inbox = defineTable(
  'sbn/inbox',
  z.object({
    sender: address,
    topic: bytes32,
    message: hexUpTo(longestMessage),
    blockNumber: z.bigint(),
  }),
)

export type InboxRow = RowOf<typeof inbox>

/** Answers of the last hour, by `time/topic`: what the budget counts. */
export const answers = defineTable(
  'sbn/inbox.answers',
  z.object({
    kind: z.enum(['quote', 'status', 'refusal']),
    asker: address,
  }),
)

/** How many times details were posted for a pass, by pass id. */
export const detailsAnswers = defineTable('sbn/inbox.details', z.object({ count: z.int() }))

/**
 * Passes that were quoted over the chain, by pass id: what their gateway delivers here is handed on
 * there, unless it delivers there itself.
 */
export const chainQuotes = defineTable(
  'sbn/inbox.quotes',
  z.object({
    subscriber: address,
    /** Unix seconds after which it cannot have been bought. */
    until: timestamp,
  }),
)
