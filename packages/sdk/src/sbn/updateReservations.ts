import { findQuote } from './api/findQuote.js'
import type { Announcement } from './applyEvents.js'
import type { SbnContext } from './context.js'
import { passes } from './tables.js'

/**
 * Brings the book of reservations up to what was committed: until then the quote's reservation holds,
 * and a batch that failed has changed nothing.
 */
export async function updateReservations(
  { reservations, store }: Pick<SbnContext, 'reservations' | 'store'>,
  announcements: readonly Announcement[],
): Promise<void> {
  for (const { event, name } of announcements) {
    if (name !== 'passPurchased' && name !== 'passEnded') continue
    const { passId } = event
    const { pass, quote } = await store.transaction(async (tx) => ({
      pass: await passes.get(tx, passId),
      quote: await findQuote(tx, passId),
    }))
    if (!pass || pass.ended || !quote) reservations.release(passId)
    else {
      const { details, message } = quote
      const { gateway } = message.terms
      reservations.hold(passId, { gateway, mbps: details.mbps, until: pass.end })
    }
  }
}
