import * as z from 'zod/mini'
import { address, bytes32 } from '../protocol/schemas.js'
import { defineTable } from '../store/defineTable.js'
import { numberKey } from '../store/numberKey.js'
import type { Transaction } from '../store/store.js'
import type { RawLog } from './rawLog.js'

/** The newest blocks that a follower applied, with what it needs to undo them. */
const blocks = defineTable(
  'follower.blocks',
  z.object({
    hash: bytes32,
    logs: z.array(
      z.object({
        address,
        topics: z.array(bytes32),
        data: z.custom<`0x${string}`>((value) => typeof value === 'string'),
        transactionHash: bytes32,
        transactionIndex: z.number(),
        logIndex: z.number(),
      }),
    ),
  }),
)

export type AppliedBlock = { number: bigint; hash: `0x${string}`; logs: RawLog[] }

// Names may have any letters: as it is, one could be the beginning of another.
const prefixOf = (name: string) => `${encodeURIComponent(name)}/`
const keyOf = (name: string, number: bigint) => prefixOf(name) + numberKey(number)

/** Remembers a block that is being applied. */
export async function rememberBlock(
  tx: Transaction,
  name: string,
  { hash, logs, number }: AppliedBlock,
): Promise<void> {
  const rows = logs.map(({ blockHash: _, blockNumber: __, ...log }) => log)
  await blocks.put(tx, keyOf(name, number), { hash, logs: rows })
}

/** The remembered blocks in ascending order. */
export async function listBlocks(
  tx: Transaction,
  name: string,
  range: { after?: bigint | undefined; limit?: number | undefined } = {},
): Promise<AppliedBlock[]> {
  const { after, limit } = range
  const prefix = prefixOf(name)
  const rows = await blocks.list(tx, {
    prefix,
    limit,
    ...(after === undefined || after < 0n ? {} : { after: keyOf(name, after) }),
  })
  return rows.map(({ key, value }) => {
    const number = BigInt(key.slice(prefix.length))
    const logs = value.logs.map((log) => ({ ...log, blockHash: value.hash, blockNumber: number }))
    return { number, hash: value.hash, logs }
  })
}

/** Forgets a block. */
export async function forgetBlock(tx: Transaction, name: string, number: bigint): Promise<void> {
  await blocks.delete(tx, keyOf(name, number))
}

/** Forgets the blocks up to a number, this one included. */
export async function forgetBlocksUpTo(
  tx: Transaction,
  name: string,
  number: bigint,
): Promise<void> {
  for (;;) {
    // Without reading them: there are as many old ones as were added, usually one.
    const rows = await tx.list(blocks.name, { prefix: prefixOf(name), limit: 16 })
    const old = rows.filter(({ key }) => BigInt(key.slice(prefixOf(name).length)) <= number)
    for (const { key } of old) await blocks.delete(tx, key)
    if (old.length < 16) return
  }
}
