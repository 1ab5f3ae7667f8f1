import type { Address } from 'viem'
import type { Transaction } from '../store/store.js'
import { registrations } from './tables.js'

/**
 * Notes whether the newest registration with an SBN is on the chain or was taken from it.
 *
 * @returns Whether that was news.
 */
export async function markRegistration(
  tx: Transaction,
  { sbn, sequence }: { sbn: Address; sequence: bigint },
  { undone }: { undone: boolean },
): Promise<boolean> {
  const row = await registrations.get(tx, sbn)
  if (row?.sequence !== sequence.toString() || (row.undone ?? false) === undone) return false
  await registrations.put(tx, sbn, { ...row, undone })
  return true
}
