import { settleCall } from '../actions/passes/settle.js'
import { findQuote } from './api/findQuote.js'
import type { SbnContext } from './context.js'
import { passes } from './tables.js'

/** Settles passes whose gateway did not, for this SBN's fee. */
export async function settleLate(context: SbnContext, now: number): Promise<void> {
  const { contracts, outbox, settleAfter, store } = context
  await store.transaction(async (tx) => {
    for (const { key, value } of await passes.list(tx)) {
      if (value.ended || value.end + settleAfter > now) continue
      const quote = await findQuote(tx, value.passId)
      if (!quote) continue
      const call = settleCall(contracts, { terms: [quote.message.terms] })
      await outbox.submit(tx, { key: `settle/${key}`, ...call })
    }
  })
}
