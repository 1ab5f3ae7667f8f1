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
const signed = z.object({
  nonce: z.number(),
  /** Every transaction that was ever signed for this nonce, the last one last: any may be mined. */
  versions: z.array(hex),
  /** The head of the chain, by number and timestamp, when the last version was signed. */
  at: z.object({ number: z.bigint(), timestamp: z.bigint() }),
})

/**
 * What was submitted, by outbox and key. Rows are kept for ever, since they make keys idempotent; of
 * what no reorganization can undo any more, only the mark is kept.
 */
export const intents = defineTable(
  'outbox.intents',
  z.discriminatedUnion('state', [
    z.object({ state: z.literal('queued'), ...call }),
    /** Signed; whether any server has it is not known. */
    z.object({ state: z.literal('sent'), ...call, signed }),
    z.object({ state: z.literal('done'), ...call, receipt, signed: z.optional(signed) }),
    z.object({ state: z.literal('reverted'), ...call, receipt, signed: z.optional(signed) }),
    /** Done or reverted for good. The chain has the rest. */
    z.object({
      state: z.literal('pruned'),
      key: z.string(),
      isReverted: z.boolean(),
      hash: hex,
      blockNumber: z.bigint(),
    }),
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

/** Keys of intents that have no nonce yet, by outbox and sequence number. */
export const queue = defineTable('outbox.queue', z.object({ key: z.string() }))

/** Whose each nonce is, by outbox and nonce, until no reorganization can undo it. */
export const nonces = defineTable(
  'outbox.nonces',
  z.object({
    key: z.string(),
    /** Where it stood in the queue. A filler of a gap stood nowhere. */
    position: z.optional(z.string()),
    /** The block that it was confirmed in. */
    settled: z.optional(z.object({ number: z.bigint(), hash: hex })),
  }),
)

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

/** Who may sign for an account, by chain and address. */
export const leases = defineTable(
  'outbox.leases',
  z.object({
    holder: z.string(),
    /** Goes up as long as the holder lives. */
    beat: z.number(),
    /** The holder's process, where the platform can tell one from the next. */
    process: z.optional(z.object({ machine: z.string(), pid: z.number(), startedAt: z.string() })),
  }),
)

export type Intent = NonNullable<Awaited<ReturnType<typeof intents.get>>>
export type QueuedIntent = Extract<Intent, { state: 'queued' }>
export type SentIntent = Extract<Intent, { state: 'sent' }>
export type MinedIntent = Extract<Intent, { state: 'done' | 'reverted' }>
export type NonceRow = NonNullable<Awaited<ReturnType<typeof nonces.get>>>
export type LeaseRow = NonNullable<Awaited<ReturnType<typeof leases.get>>>
