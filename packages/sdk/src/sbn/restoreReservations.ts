import { findQuote } from './api/findQuote.js'
import type { SbnContext } from './context.js'
import { openPasses, openQuotes, passes } from './tables.js'

/**
 * Fills the book of reservations from the store: passes until their end, open quotes until their
 * deadline. Whether these are still covered is looked at with the next head.
 */
export async function restoreReservations({ reservations, store }: SbnContext): Promise<void> {
  await store.transaction(async (tx) => {
    for (const { value } of await openPasses.list(tx)) {
      const { passId } = value
      const [pass, quote] = [await passes.get(tx, passId), await findQuote(tx, passId)]
      if (!pass || !quote) continue
      const { gateway } = quote.message.terms
      reservations.hold(passId, { gateway, mbps: quote.details.mbps, until: pass.end })
    }
    for (const { value } of await openQuotes.list(tx)) {
      const { passId } = value
      const quote = await findQuote(tx, passId)
      if (!quote) continue
      const { gateway, price, subscriber } = quote.message.terms
      const { mbps } = quote.details
      const until = quote.message.deadline
      reservations.holdQuote(passId, { gateway, subscriber, price, mbps, until })
    }
  })
}
