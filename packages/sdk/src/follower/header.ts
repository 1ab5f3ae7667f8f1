import type { Hash, Hex } from 'viem'
import * as z from 'zod/mini'
import { bytes32 } from '../protocol/schemas.js'
import { quantity } from './quantity.js'

/** What is read of a block. */
export type Header = {
  number: bigint
  hash: Hash
  parentHash: Hash
  timestamp: bigint
  logsBloom: Hex
  /** Hashes, not looked at. */
  transactions: unknown[]
}

/** Allows every log: what a chain without blooms is taken to say. */
export const fullBloom: Hex = `0x${'f'.repeat(512)}`

/** A header as RPC servers write it. */
export const header: z.ZodMiniType<Header, unknown> = z.pipe(
  z.object({
    number: quantity,
    hash: bytes32,
    parentHash: bytes32,
    timestamp: quantity,
    logsBloom: z._default(
      z.nullable(z.string().check(z.regex(/^0x[0-9a-f]{512}$/i, 'not a bloom filter'))),
      null,
    ),
    transactions: z.array(z.unknown()),
  }),
  z.transform((block) => ({ ...block, logsBloom: (block.logsBloom ?? fullBloom) as Hex })),
)
