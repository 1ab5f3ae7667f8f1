import { type Address, type Hex, isAddress, isHex, type TransactionReceipt } from 'viem'
import * as z from 'zod/mini'
import { defineTable } from '../store/defineTable.js'

const hex = z.custom<Hex>((value) => isHex(value))
const call = {
  key: z.string(),
  to: z.custom<Address>((value) => typeof value === 'string' && isAddress(value)),
  data: hex,
  value: z.bigint(),
}
const receipt = z.custom<TransactionReceipt>(
  (value) => typeof value === 'object' && value !== null && 'transactionHash' in value,
)

/** What was submitted, by outbox and key. Rows are kept for ever, since they make keys idempotent. */
export const intents = defineTable(
  'outbox.intents',
  z.discriminatedUnion('state', [
    z.object({ state: z.literal('queued'), ...call }),
    /** Signed; whether any server has it is not known. */
    z.object({ state: z.literal('sent'), ...call, nonce: z.number(), raw: hex, hash: hex }),
    z.object({ state: z.literal('done'), ...call, receipt }),
    z.object({ state: z.literal('reverted'), ...call, receipt }),
    /** Never mined and never will be. */
    z.object({
      state: z.literal('failed'),
      ...call,
      reason: z.literal(['refused', 'nonceTaken']),
      errorName: z.optional(z.string()),
      args: z.optional(z.array(z.unknown())),
    }),
  ]),
)

/** Keys of intents that are not finished, by outbox and sequence number. */
export const openIntents = defineTable('outbox.open', z.object({ key: z.string() }))

/** One row per outbox. */
export const senders = defineTable(
  'outbox.senders',
  z.object({
    nextSequence: z.number(),
    /** Set by the first signature. */
    account: z.optional(
      z.object({ chainId: z.number(), address: z.string(), nextNonce: z.number() }),
    ),
  }),
)

export type Intent = NonNullable<Awaited<ReturnType<typeof intents.get>>>
export type QueuedIntent = Extract<Intent, { state: 'queued' }>
export type SentIntent = Extract<Intent, { state: 'sent' }>
