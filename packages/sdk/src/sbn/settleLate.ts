import { settleCall } from '../actions/passes/settle.js'
import { numberKey } from '../store/numberKey.js'
import { findQuote } from './api/findQuote.js'
import type { SbnContext } from './context.js'
import { openPasses } from './tables.js'

/** Settles passes whose gateway did not, for this SBN's fee. */
export async function settleLate(context: SbnContext, now: number): Promise<void> {
  const { contracts, outbox, settleAfter, store } = context
  await store.transaction(async (tx) => {
    for (const { key, value } of await openPasses.list(tx)) {
      // They are in the order of their ends.
      if (key > numberKey(Math.max(now - settleAfter + 1, 0))) break
      const quote = await findQuote(tx, value.passId)
      if (!quote) continue
      const call = settleCall(contracts, { terms: [quote.message.terms] })
      await outbox.submit(tx, { key: `settle/${value.passId}`, ...call })
    }
  })
}
