import { type Hex, numberToHex } from 'viem'
import { type Position, positionKey, undoLimit } from '../follower/positionKey.js'
import { getSettleTime } from '../protocol/getSettleTime.js'
import { numberKey } from '../store/numberKey.js'
import type { Transaction } from '../store/store.js'
import { recordPass } from './scoring/recordPass.js'
import { openPasses, type PassRow, passes, replacedPasses } from './tables.js'

/** An event about a pass, where it stands on the chain. */
export type PassEvent = Position & { args: { passId: bigint } }

/** Orders open passes by when they can be settled. */
export function openKey({ end, passId, terms }: Pick<PassRow, 'end' | 'passId' | 'terms'>): string {
  return `${numberKey(terms ? getSettleTime(terms, end) : end)}/${passId}`
}

/**
 * Changes a pass as an event says, and keeps what it was for a reorganization.
 *
 * @returns The row as it is now, or `undefined` when the pass is not one of this SBN.
 */
export async function changePass(
  tx: Transaction,
  event: PassEvent,
  change: (row: PassRow) => Partial<Pick<PassRow, 'end' | 'ended'>>,
): Promise<PassRow | undefined> {
  const passId = numberToHex(event.args.passId, { size: 32 })
  const row = await passes.get(tx, passId)
  if (!row) return undefined
  const { end, ended } = row
  const after = { ...row, ...change(row) }
  const isEnd = after.ended && !ended
  await replacedPasses.put(tx, positionKey(event), { passId, end, ended, isEnd })
  return replace(tx, row, after)
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
  return replace(tx, row, { ...row, end: before.end, ended: before.ended })
}

/** Forgets what cannot be undone any more; an end counts for its gateway then. */
export async function forgetChanges(tx: Transaction, head: bigint, now: number): Promise<void> {
  const limit = undoLimit(head)
  for (const { key, value } of await replacedPasses.list(tx, { limit: 100 })) {
    if (key >= limit) break
    if (value.isEnd) await recordPass(tx, value, now)
    await replacedPasses.delete(tx, key)
  }
}

async function replace(tx: Transaction, before: PassRow, after: PassRow): Promise<PassRow> {
  const passId: Hex = before.passId
  await openPasses.delete(tx, openKey(before))
  await passes.put(tx, passId, after)
  if (!after.ended) await openPasses.put(tx, openKey(after), { passId })
  return after
}
