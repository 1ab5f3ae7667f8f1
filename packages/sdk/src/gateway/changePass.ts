import { numberToHex } from 'viem'
import { type Position, positionKey, undoLimit } from '../follower/positionKey.js'
import type { Transaction } from '../store/store.js'
import { type PassRow, passes, replacedPasses } from './tables.js'

/** What an event can change about a pass. */
type Changing = Pick<PassRow, 'end' | 'ended' | 'rekeyed'>

/** An event about a pass, where it stands on the chain. */
type PassEvent = Position & { args: { passId: bigint } }

/**
 * Changes a pass as an event says, and keeps what it was for a reorganization.
 *
 * @returns The row as it is now, or `undefined` when the pass is not one of this gateway.
 */
export async function changePass(
  tx: Transaction,
  event: PassEvent,
  change: (row: PassRow) => Partial<Changing>,
): Promise<PassRow | undefined> {
  const passId = numberToHex(event.args.passId, { size: 32 })
  const row = await passes.get(tx, passId)
  if (!row) return undefined
  const { end, ended, rekeyed } = row
  await replacedPasses.put(tx, positionKey(event), { passId, end, ended, rekeyed })
  const changed = { ...row, ...change(row) }
  await passes.put(tx, passId, changed)
  return changed
}

/**
 * Makes a pass what it was before an event that a reorganization took.
 *
 * @returns The row as it is again, or `undefined` when the event had changed nothing.
 */
export async function undoChange(tx: Transaction, event: PassEvent): Promise<PassRow | undefined> {
  const key = positionKey(event)
  const before = await replacedPasses.get(tx, key)
  const row = before && (await passes.get(tx, before.passId))
  if (!before || !row) return undefined
  await replacedPasses.delete(tx, key)
  const restored = { ...row, ...before, rekeyed: before.rekeyed }
  await passes.put(tx, row.passId, restored)
  return restored
}

/** Forgets what cannot be undone any more. */
export async function forgetChanges(tx: Transaction, head: bigint): Promise<void> {
  const limit = undoLimit(head)
  for (const { key } of await replacedPasses.list(tx, { limit: 100 })) {
    if (key >= limit) break
    await replacedPasses.delete(tx, key)
  }
}
