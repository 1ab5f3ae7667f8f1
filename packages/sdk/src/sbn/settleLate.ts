import { settleCall } from '../actions/passes/settle.js'
import { getRetryTime, isUnderWay, type Progress } from '../outbox/isUnderWay.js'
import { numberKey } from '../store/numberKey.js'
import { findQuote } from './api/findQuote.js'
import type { SbnContext } from './context.js'
import { openPasses, passes } from './tables.js'

/** Settles passes whose gateway did not, for this SBN's fee: once, and again when that failed. */
export async function settleLate(
  { contracts, outbox, settleAfter, store }: SbnContext,
  progress: Progress,
): Promise<void> {
  const { now } = progress
  await store.transaction(async (tx) => {
    for (const { key, value } of await openPasses.list(tx)) {
      // They are in the order of their ends.
      if (key > numberKey(Math.max(now - settleAfter + 1, 0))) break
      const { passId, settling } = value
      if (await isUnderWay(tx, outbox, settling, progress)) continue
      const terms =
        (await passes.get(tx, passId))?.terms ?? (await findQuote(tx, passId))?.message.terms
      if (!terms) continue
      const attempt = (settling?.attempt ?? 0) + 1
      // The first attempt has had this key from the beginning: what is under way stays the same.
      const intent = attempt === 1 ? `settle/${passId}` : `settle/${passId}/${attempt}`
      await outbox.submit(tx, { key: intent, ...settleCall(contracts, { terms: [terms] }) })
      const retryAt = getRetryTime(attempt, now)
      await openPasses.put(tx, key, { passId, settling: { key: intent, attempt, retryAt } })
    }
  })
}
