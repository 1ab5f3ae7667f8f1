import type { Address, Hash, Hex } from 'viem'
import * as z from 'zod/mini'
import { address, bytes32, hexUpTo } from '../protocol/schemas.js'
import { quantity } from './quantity.js'

/** A log before it is decoded. */
export type RawLog = {
  address: Address
  topics: Hex[]
  data: Hex
  blockHash: Hash
  blockNumber: bigint
  transactionHash: Hash
  transactionIndex: number
  logIndex: number
}

const index = z.pipe(
  quantity,
  z.transform((value: bigint) => Number(value)),
)

/** A log of a mined block as RPC servers write it. One that says that it was removed does not fit. */
export const rawLog: z.ZodMiniType<RawLog, unknown> = z.pipe(
  z.object({
    address,
    topics: z.array(bytes32).check(z.maxLength(4)),
    data: hexUpTo(2 ** 20),
    blockHash: bytes32,
    blockNumber: quantity,
    transactionHash: bytes32,
    transactionIndex: index,
    logIndex: index,
    removed: z.optional(z.literal(false)),
  }),
  z.transform(({ removed: _, ...log }) => log),
)
