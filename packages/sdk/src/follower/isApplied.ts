import type { Abi } from 'viem'
import type { FollowerContext } from './context.js'
import type { Cursor } from './cursors.js'
import type { Head } from './types.js'
import { listBlocks } from './window.js'

/**
 * Whether a block up to the cursor is one of those that were applied, as far as is remembered: a head
 * there is that of a server which lags. Blocks that nobody remembers are taken for applied.
 */
export async function isApplied<abi extends Abi, outcome>(
  { parameters: { name, store } }: FollowerContext<abi, outcome>,
  cursor: Cursor,
  head: Head,
): Promise<boolean> {
  if (head.number === cursor.next - 1n)
    return cursor.hash === undefined || cursor.hash === head.hash
  const rows = await store.transaction((tx) =>
    listBlocks(tx, name, { after: head.number - 1n, limit: 1 }),
  )
  const [row] = rows
  return row?.number !== head.number || row.hash === head.hash
}
