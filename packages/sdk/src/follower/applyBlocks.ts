import type { Abi } from 'viem'
import type { FollowerContext } from './context.js'
import { type Cursor, cursors } from './cursors.js'
import { decodeLogs } from './decodeLogs.js'
import { isSameCursor } from './isSameCursor.js'
import type { Block } from './readBlocks.js'
import type { Head, TimedEvent } from './types.js'
import { forgetBlocksUpTo, rememberBlock } from './window.js'

/**
 * Hands over the events of the blocks that follow a cursor and moves it, in one transaction.
 *
 * @returns What came out of it, or nothing when there were no events or somebody else was faster.
 */
export async function applyBlocks<abi extends Abi, outcome>(
  { parameters, window }: FollowerContext<abi, outcome>,
  cursor: Cursor,
  { blocks, isOld, toBlock }: { blocks: readonly Block[]; isOld: boolean; toBlock: bigint },
  head: Head,
): Promise<outcome[]> {
  const { abi, name, onBatch, store } = parameters
  const events = blocks.flatMap(({ header, logs }) => {
    const timestamp = Number(header.timestamp)
    return decodeLogs(abi, logs).map((event) => ({ ...event, timestamp })) as TimedEvent<abi>[]
  })
  return store.transaction(async (tx) => {
    // A second follower of this name, in another process perhaps, was faster.
    if (!isSameCursor(await cursors.get(tx, name), cursor)) return []
    const fromBlock = cursor.next
    const outcome =
      events.length > 0 ? [await onBatch(tx, { events, fromBlock, toBlock, head })] : []
    if (!isOld) {
      for (const { header, logs } of blocks)
        await rememberBlock(tx, name, { number: header.number, hash: header.hash, logs })
    }
    // Those before a gap are of no use.
    await forgetBlocksUpTo(tx, name, isOld ? toBlock : toBlock - window)
    const hash = blocks.at(-1)?.header.hash
    await cursors.put(tx, name, { ...cursor, next: toBlock + 1n, hash })
    return outcome
  })
}
