import * as z from 'zod/mini'
import { bytes32, timestamp } from '../../protocol/schemas.js'
import { defineTable } from '../../store/defineTable.js'

/** Questions and the keys of their answers, by `asker/SBN/path/id`: written before anything is posted. */
export const exchanges = /* @__PURE__ */ defineTable(
  'messaging/exchanges',
  z.object({
    replyKey: bytes32,
    replySecret: bytes32,
    /** Unix seconds by the chain, when it was made: nothing of it is in earlier blocks. */
    since: timestamp,
  }),
)

/** When a message was handed to the wallet, by `sender/topic`: it may be on its way. */
export const posts = /* @__PURE__ */ defineTable('messaging/posts', z.object({ at: timestamp }))
