import type { Abi } from 'viem'
import type { FollowerContext } from './context.js'
import { type Cursor, cursors } from './cursors.js'
import { decodeLogs } from './decodeLogs.js'
import { isSameCursor } from './isSameCursor.js'
import { forgetBlock, listBlocks } from './window.js'

/**
 * Undoes what was applied after a block and moves the cursor back, in one transaction.
 *
 * @returns What came out of it, or nothing when there were no events or somebody else was faster.
 */
export async function rollBack<abi extends Abi, outcome>(
  { parameters }: FollowerContext<abi, outcome>,
  cursor: Cursor,
  ancestor: { number: bigint; hash: `0x${string}` | undefined },
): Promise<outcome[]> {
  const { abi, name, onRollback, store } = parameters
  return store.transaction(async (tx) => {
    if (!isSameCursor(await cursors.get(tx, name), cursor)) return []
    const undone = await listBlocks(tx, name, { after: ancestor.number })
    const logs = undone.flatMap((block) => block.logs)
    const events = decodeLogs(abi, logs).reverse()
    const toBlock = ancestor.number
    const outcome = events.length > 0 ? [await onRollback(tx, { events, toBlock })] : []
    for (const { number } of undone) await forgetBlock(tx, name, number)
    await cursors.put(tx, name, { ...cursor, next: toBlock + 1n, hash: ancestor.hash })
    return outcome
  })
}
