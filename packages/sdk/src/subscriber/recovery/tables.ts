import * as z from 'zod/mini'
import { terms } from '../../protocol/terms.js'
import { defineTable } from '../../store/defineTable.js'

/** Passes that an account got, by account and pass id, as read from the chain. */
export const recovered = defineTable(
  'subscriber/recovered',
  z.object({
    /** Missing for a pass that was handed on, until its purchase is found. */
    terms: z.optional(terms),
  }),
)

/** How far the chain was read for an account, by account. */
export const recoveries = defineTable(
  'subscriber/recoveries',
  z.object({
    chainId: z.int(),
    /** The first block that was not read. */
    next: z.bigint(),
  }),
)

export const recoveredKey = (account: string, passId: string) =>
  `${account.toLowerCase()}/${passId}`
