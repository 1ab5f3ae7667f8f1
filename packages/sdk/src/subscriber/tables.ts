import * as z from 'zod/mini'
import { signedQuote } from '../protocol/messages/quote.js'
import { quoteRequest } from '../protocol/messages/quoteRequest.js'
import { bytes32, hexUpTo } from '../protocol/schemas.js'
import { defineTable } from '../store/defineTable.js'

/** Purchases that an app gave a key of its own, by `chain/contract/account/key`. */
export const purchases = defineTable(
  'subscriber/purchases',
  z.object({
    /** What was asked for, as text: the same key never stands for something else. */
    asked: z.string(),
    requestId: bytes32,
  }),
)

/** Requests and their secret keys, by request id: written before anything is signed. */
export const requests = defineTable(
  'subscriber/requests',
  z.object({
    request: quoteRequest.schema,
    recipientSecret: bytes32,
    clientSecret: bytes32,
    /** Where it stands in `purchases`: it is bought only as long as that one names it. */
    key: z.optional(z.string()),
    /** Of the quote that came. */
    passId: z.optional(bytes32),
  }),
)

/** Requests by `chain/contract/account/expiry/request id`: what may be forgotten, the oldest first. */
export const requestsByExpiry = defineTable(
  'subscriber/requestsByExpiry',
  z.object({ requestId: bytes32 }),
)

/** How far a purchase is. A request without a pass id has only been asked. */
export const purchaseStates = [
  /** The SBN quoted; or the wallet was asked and said no, or the chain did. */
  'quoted',
  /** The wallet is asked: it may have sent, and not told. */
  'signing',
  /** There is a transaction. With a key that is here, its bytes are stored before they are sent. */
  'sent',
  /** The pass is on chain. */
  'paid',
  /** The connection info came. */
  'delivered',
  /** There was a session. */
  'connected',
  /** The pass was left, or its time was over. */
  'ended',
] as const

/** Quotes and what became of them, by pass id. */
export const passes = defineTable(
  'subscriber/passes',
  z.object({
    quote: signedQuote,
    state: z.enum(purchaseStates),
    /** How often the wallet was asked. */
    attempt: z.optional(z.int()),
    hash: z.optional(bytes32),
    /** The signed transaction, where the key is here. */
    raw: z.optional(hexUpTo(65_536)),
    /** Its nonce, where known. */
    nonce: z.optional(z.int()),
    /** How many transactions of the account there were, pending ones included, before a wallet was asked. */
    count: z.optional(z.int()),
  }),
)

/** Keys that were made for a pass after its purchase, by `pass id/number`: written before they are sent. */
export const passKeys = defineTable(
  'subscriber/passKeys',
  z.object({
    recipientSecret: bytes32,
    clientSecret: bytes32,
    /** Whether they were seen on chain: then no earlier ones are good any more. */
    isKnown: z.boolean(),
  }),
)

export type PurchaseRow = Awaited<ReturnType<typeof passes.update>>
