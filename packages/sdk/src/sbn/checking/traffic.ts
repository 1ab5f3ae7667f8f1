import * as z from 'zod/mini'
import { defineTable } from '../../store/defineTable.js'
import { numberKey } from '../../store/numberKey.js'
import type { Transaction } from '../../store/store.js'

const daySeconds = 86_400

/** Bytes that checks have moved or are about to move, by day (UTC). */
const days = defineTable('sbn/traffic', z.object({ used: z.number().check(z.minimum(0)) }))

/**
 * Takes bytes from what checks may move in a day, before they are moved: what a crash leaves behind
 * counts as moved.
 *
 * @returns Whether there were enough.
 */
export async function takeTraffic(
  tx: Transaction,
  { bytes, limit, now }: { bytes: number; limit: number; now: number },
): Promise<boolean> {
  const { key, used } = await readDay(tx, now)
  if (used + bytes > limit) return false
  await days.put(tx, key, { used: used + bytes })
  for (const { key: old } of await days.list(tx, { limit: 10 })) {
    if (old >= key) break
    await days.delete(tx, old)
  }
  return true
}

/**
 * Gives back what was taken and not moved; on another day there is nothing to give back. Negative, it counts
 * what was moved without having been taken.
 */
export async function returnTraffic(
  tx: Transaction,
  { bytes, now }: { bytes: number; now: number },
): Promise<void> {
  const { key, used } = await readDay(tx, now)
  if (used > 0 || bytes < 0) await days.put(tx, key, { used: Math.max(0, used - bytes) })
}

/** Bytes that are used of a day's. */
export async function readTraffic(tx: Transaction, now: number): Promise<number> {
  return (await readDay(tx, now)).used
}

async function readDay(tx: Transaction, now: number) {
  const key = numberKey(Math.floor(now / daySeconds))
  return { key, used: (await days.get(tx, key))?.used ?? 0 }
}
