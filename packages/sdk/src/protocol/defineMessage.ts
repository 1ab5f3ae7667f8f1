import type { Address } from 'viem'
import * as z from 'zod/mini'
import { signature } from './schemas.js'

/** One EIP-712 field. */
export type Field = { name: string; type: string }

/** A kind of signed message: its shape, how it is hashed, and who has to sign it. */
export type MessageKind<value> = {
  /** EIP-712 primary type; one for each meaning. */
  primaryType: string
  types: Record<string, readonly Field[]>
  schema: z.ZodMiniType<value, unknown>
  /** The message as viem's typed-data functions take it. */
  toTypedData: (message: value) => Record<string, unknown>
  /** Whose signature makes it valid; `undefined` when that is not in the message. */
  signer: (message: value) => Address | undefined
  /** Unix seconds until which it may be acted on; `undefined` when it does not expire. */
  expiresAt: (message: value) => number | undefined
}

/** A message and the signature of the account that it names. */
export type Signed<value> = { message: value; signature: `0x${string}` }

/** Ties the parts of a message kind together. */
export function defineMessage<value>(kind: MessageKind<value>): MessageKind<value> {
  return kind
}

/** Schema of a signed message. */
export function signed<value>(kind: MessageKind<value>): z.ZodMiniType<Signed<value>, unknown> {
  return z.object({ message: kind.schema, signature })
}
