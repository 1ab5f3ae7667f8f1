import * as z from 'zod/mini'
import { signedQuote } from '../protocol/messages/quote.js'
import { quoteRequest } from '../protocol/messages/quoteRequest.js'
import { bytes32 } from '../protocol/schemas.js'
import { defineTable } from '../store/defineTable.js'

/** Requests and their secret keys, by request id: written before anything is signed. */
export const requests = defineTable(
  'subscriber/requests',
  z.object({
    request: quoteRequest.schema,
    recipientSecret: bytes32,
    clientSecret: bytes32,
  }),
)

/** Quotes and what became of them, by pass id. */
export const passes = defineTable(
  'subscriber/passes',
  z.object({
    quote: signedQuote,
    /** `sending` while the wallet is asked: it may have sent, and not told. */
    state: z.enum(['quoted', 'sending', 'sent', 'paid']),
    hash: z.optional(bytes32),
  }),
)
