import * as z from 'zod/mini'
import { bytes32 } from '../protocol/schemas.js'
import { defineTable } from '../store/defineTable.js'

/** How far each follower has read, by its name. */
export const cursors = defineTable(
  'follower.cursors',
  z.object({
    chainId: z.number(),
    /** The first block whose events have not been handed over. */
    next: z.bigint(),
    /** Hash of the block before it. Unknown before the first block. */
    hash: z.optional(bytes32),
    /** Where reading began. */
    first: z.optional(z.bigint()),
    /** Hash of block 0, which tells chains apart that have the same number. */
    genesis: z.optional(bytes32),
  }),
)

export type Cursor = {
  chainId: number
  next: bigint
  hash?: `0x${string}` | undefined
  first?: bigint | undefined
  genesis?: `0x${string}` | undefined
}
