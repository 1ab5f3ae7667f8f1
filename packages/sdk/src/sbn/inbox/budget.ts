import { type Address, type Hex, isAddressEqual } from 'viem'
import { numberKey } from '../../store/numberKey.js'
import type { RowOf } from '../../store/rowOf.js'
import type { Transaction } from '../../store/store.js'
import type { Onchain } from './onchain.js'
import { answers, detailsAnswers } from './tables.js'

/** Seconds that are counted together. */
const hour = 3_600

/** Most times that details are posted for one pass: its gateway may have lost the first. */
const detailsPerPass = 3

/** An answer that costs gas. Details are counted for the pass, which was paid for. */
export type Expense =
  | { kind: RowOf<typeof answers>['kind']; asker: Address }
  | { kind: 'details'; passId: Hex }

/**
 * Whether an answer is within the budget of the last hour.
 *
 * @param now Unix time in seconds.
 */
export async function isAffordable(
  tx: Transaction,
  { answersPerAsker, answersPerHour, refusalsPerHour }: Onchain,
  expense: Expense,
  now: number,
): Promise<boolean> {
  if (expense.kind === 'details')
    return ((await detailsAnswers.get(tx, expense.passId))?.count ?? 0) < detailsPerPass
  const after = numberKey(Math.max(now - hour, 0))
  const last = (await answers.list(tx, { after })).map(({ value }) => value)
  const count = (fits: (one: RowOf<typeof answers>) => boolean) => last.filter(fits).length
  return (
    last.length < answersPerHour &&
    count(({ asker }) => isAddressEqual(asker, expense.asker)) < answersPerAsker &&
    (expense.kind !== 'refusal' || count(({ kind }) => kind === 'refusal') < refusalsPerHour)
  )
}

/** Counts an answer, and forgets those that count no more. */
export async function spend(
  tx: Transaction,
  expense: Expense,
  { now, topic }: { now: number; topic: Hex },
): Promise<void> {
  if (expense.kind === 'details') {
    const { count = 0 } = (await detailsAnswers.get(tx, expense.passId)) ?? {}
    await detailsAnswers.put(tx, expense.passId, { count: count + 1 })
    return
  }
  const limit = numberKey(Math.max(now - hour, 0))
  for (const { key } of await answers.list(tx)) {
    if (key >= limit) break
    await answers.delete(tx, key)
  }
  await answers.put(tx, `${numberKey(now)}/${topic}`, expense)
}
