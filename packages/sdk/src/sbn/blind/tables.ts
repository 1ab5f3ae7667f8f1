import * as z from 'zod/mini'
import { gatewayCheck } from '../../protocol/gatewayCheck.js'
import { amount, timestamp } from '../../protocol/schemas.js'
import { defineTable } from '../../store/defineTable.js'
import { blindRecord } from './blindRecord.js'

/** Who bought for blind checks, by account. Kept a while after, since the chain tells of them later. */
export const buyers = defineTable(
  'sbn/blind/buyers',
  z.object({
    /** Unix seconds. */
    at: timestamp,
    /** What was taken from the day's money for it, PRIX base units. */
    reserved: amount,
    isDone: z.optional(z.boolean()),
  }),
)

/** PRIX base units that blind checks have cost or may cost, by day (UTC). */
export const spent = defineTable('sbn/blind/spent', z.object({ used: amount }))

/** What was found out about gateways that ended their registration, by account. */
export const kept = defineTable('sbn/blind/kept', blindRecord)

/** Blind checks that were made of gateways, by `gateway/day/random`. */
export const blindChecks = defineTable('sbn/blind/checks', gatewayCheck)
