import type { Transaction } from '../store/store.js'
import { type OpenPassRow, openPasses, type PassRow, passes } from './tables.js'

/** Passes that have not ended on chain, and what is being done about each. */
export async function readOpenPasses(
  tx: Transaction,
): Promise<{ row: PassRow; open: OpenPassRow }[]> {
  const result: { row: PassRow; open: OpenPassRow }[] = []
  for (const { key, value: open } of await openPasses.list(tx)) {
    const row = await passes.get(tx, key)
    if (row) result.push({ row, open })
  }
  return result
}
