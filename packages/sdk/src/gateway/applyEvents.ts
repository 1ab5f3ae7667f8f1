import { isAddressEqual, numberToHex } from 'viem'
import type { marketplaceAbi } from '../contracts/generated.js'
import type { FollowerEvent } from '../follower/types.js'
import { unpackTerms } from '../protocol/unpackTerms.js'
import type { Transaction } from '../store/store.js'
import type { GatewayContext } from './context.js'
import type { GatewayEvents } from './events.js'
import { openPasses, passes } from './tables.js'

/** What is to be told once the transaction is through. */
export type Announcement = {
  [name in keyof GatewayEvents]: { name: name; event: GatewayEvents[name] }
}[keyof GatewayEvents]

/** Writes what confirmed events mean for this gateway, inside the follower's transaction. */
export async function applyEvents(
  { client }: Pick<GatewayContext, 'client'>,
  tx: Transaction,
  events: readonly FollowerEvent<typeof marketplaceAbi>[],
): Promise<Announcement[]> {
  const announcements: Announcement[] = []
  for (const event of events) {
    if (event.eventName !== 'PassPurchased' && event.eventName !== 'PassEnded') continue
    if (!isAddressEqual(event.args.gateway, client.account.address)) continue
    const passId = numberToHex(event.args.passId, { size: 32 })
    if (event.eventName === 'PassPurchased') {
      const { end, start, subscriber } = event.args
      const terms = unpackTerms(event.args.terms)
      await passes.put(tx, passId, { passId, terms, start, end, delivered: false, ended: false })
      await openPasses.put(tx, passId, { passId })
      const purchased = { passId, subscriber, price: terms.price }
      announcements.push({ name: 'passPurchased', event: purchased })
    } else {
      const { end, owed, refund } = event.args
      const row = await passes.get(tx, passId)
      if (!row) continue
      await passes.put(tx, passId, { ...row, end, ended: true })
      await openPasses.delete(tx, passId)
      announcements.push({ name: 'passEnded', event: { passId, owed, refund } })
    }
  }
  return announcements
}
