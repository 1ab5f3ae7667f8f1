import * as z from 'zod/mini'
import { defineTable } from '../store/defineTable.js'

/** How far each follower has read, by its name. */
export const cursors = defineTable(
  'follower.cursors',
  z.object({
    chainId: z.number(),
    /** The first block whose events have not been handed over. */
    next: z.bigint(),
  }),
)
