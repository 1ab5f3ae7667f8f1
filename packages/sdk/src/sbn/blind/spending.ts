import { numberKey } from '../../store/numberKey.js'
import type { Transaction } from '../../store/store.js'
import { spent } from './tables.js'

const daySeconds = 86_400

/**
 * Takes money from what blind checks may cost in a day, before it is spent: what a crash leaves behind
 * counts as spent until it is brought back.
 *
 * @returns Whether there was enough.
 */
export async function takeMoney(
  tx: Transaction,
  { amount, limit, now }: { amount: bigint; limit: bigint; now: number },
): Promise<boolean> {
  const { key, used } = await readDay(tx, now)
  if (used + amount > limit) return false
  await spent.put(tx, key, { used: used + amount })
  for (const { key: old } of await spent.list(tx, { limit: 10 })) {
    if (old >= key) break
    await spent.delete(tx, old)
  }
  return true
}

/**
 * Gives back what was not spent.
 *
 * @param taken.at When it was taken: another day has nothing of it.
 */
export async function returnMoney(
  tx: Transaction,
  { amount, at, now }: { amount: bigint; at: number; now: number },
): Promise<void> {
  const { key, used } = await readDay(tx, now)
  if (toDay(at) !== toDay(now) || amount <= 0n) return
  await spent.put(tx, key, { used: used > amount ? used - amount : 0n })
}

/** PRIX base units that are used of a day's. */
export async function readSpent(tx: Transaction, now: number): Promise<bigint> {
  return (await readDay(tx, now)).used
}

const toDay = (time: number) => Math.floor(time / daySeconds)

async function readDay(tx: Transaction, now: number) {
  const key = numberKey(toDay(now))
  return { key, used: (await spent.get(tx, key))?.used ?? 0n }
}
