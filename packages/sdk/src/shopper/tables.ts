import * as z from 'zod/mini'
import { amount, bytes32, timestamp } from '../protocol/schemas.js'
import { terms } from '../protocol/terms.js'
import { defineTable } from '../store/defineTable.js'

/**
 * Accounts that buy, each one pass, by address: the key is written down before there is money, and kept
 * until nothing is left.
 */
export const buyers = defineTable(
  'shopper/buyers',
  z.object({
    privateKey: bytes32,
    /** Unix seconds at which it was made. */
    at: timestamp,
    /** Whether its money has come; until then it may come at any time. */
    isFunded: z.boolean(),
    /** What it buys, written down before it pays. */
    purchase: z.optional(
      z.object({ passId: bytes32, requestId: bytes32, terms, cost: z.optional(amount) }),
    ),
  }),
)
