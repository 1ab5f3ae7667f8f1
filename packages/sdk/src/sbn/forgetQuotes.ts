import { numberKey } from '../store/numberKey.js'
import { forgetDeliveries } from './api/takeDelivery.js'
import type { SbnContext } from './context.js'
import { assignments, openQuotes, quotes, requestIds } from './tables.js'

/** How long an unbought quote is kept after its deadline, in seconds: as long as a request is valid. */
const quoteRetention = 600
/** Most that are forgotten at once. */
const batch = 1_000

/**
 * Forgets quotes that nobody bought, and what hangs on them, so that asking does not fill the store.
 * Events up to the block of `now` have to be applied before.
 *
 * @param now Unix time in seconds.
 */
export async function forgetQuotes(
  { store }: Pick<SbnContext, 'store'>,
  now: number,
): Promise<void> {
  const limit = numberKey(Math.max(now - quoteRetention, 0))
  await store.transaction(async (tx) => {
    for (const { key, value } of await openQuotes.list(tx, { limit: batch })) {
      if (key >= limit) break
      await openQuotes.delete(tx, key)
      await quotes.delete(tx, value.requestId)
      await requestIds.delete(tx, value.passId)
      await forgetDeliveries(tx, value.passId)
      const assignment = await assignments.get(tx, value.assignment)
      if (assignment && assignment.until <= now) await assignments.delete(tx, value.assignment)
    }
  })
}
