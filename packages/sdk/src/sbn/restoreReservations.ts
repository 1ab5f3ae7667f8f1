import type { SbnContext } from './context.js'
import { passes, quotes } from './tables.js'

/** Fills the book of reservations from the store: open quotes until their deadline, passes until their end. */
export async function restoreReservations({ reservations, store }: SbnContext): Promise<void> {
  const { bought, quoted } = await store.transaction(async (tx) => ({
    quoted: await quotes.list(tx),
    bought: new Map((await passes.list(tx)).map(({ key, value }) => [key, value])),
  }))
  for (const { value } of quoted) {
    const { details, message } = value.quote
    const pass = bought.get(value.passId)
    if (pass?.ended) continue
    reservations.hold(value.passId, {
      gateway: message.terms.gateway,
      mbps: details.mbps,
      until: pass?.end ?? message.deadline,
    })
  }
}
