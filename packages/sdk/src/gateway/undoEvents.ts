import { isAddressEqual, numberToHex } from 'viem'
import type { marketplaceAbi } from '../contracts/generated.js'
import type { FollowerEvent } from '../follower/types.js'
import type { Transaction } from '../store/store.js'
import { type Announcement, serveAnew } from './applyEvents.js'
import { undoChange } from './changePass.js'
import type { GatewayContext } from './context.js'
import { markRegistration } from './markRegistration.js'
import { openPasses, passes } from './tables.js'

/**
 * Takes back what events meant that a reorganization dropped, the newest first, inside the follower's
 * transaction. What is admitted by then is revoked in the next round, since its pass is not open any
 * more.
 */
export async function undoEvents(
  { client }: Pick<GatewayContext, 'client'>,
  tx: Transaction,
  events: readonly FollowerEvent<typeof marketplaceAbi>[],
): Promise<Announcement[]> {
  const announcements: Announcement[] = []
  for (const event of events) {
    const { args } = event
    if ('gateway' in args && !isAddressEqual(args.gateway, client.account.address)) continue
    switch (event.eventName) {
      case 'GatewayRegistered':
      case 'GatewayEndpointUpdated': {
        const { gateway, sbn } = event.args
        if (await markRegistration(tx, event.args, { undone: true }))
          announcements.push({ name: 'registrationUndone', event: { gateway, sbn } })
        break
      }
      case 'PassPurchased': {
        const passId = numberToHex(event.args.passId, { size: 32 })
        await passes.delete(tx, passId)
        await openPasses.delete(tx, passId)
        announcements.push({ name: 'passUndone', event: { passId } })
        break
      }
      case 'PassRenewed':
      case 'PassLeft': {
        const row = await undoChange(tx, event)
        if (row && event.eventName === 'PassRenewed')
          announcements.push({ name: 'passRenewed', event: { passId: row.passId, end: row.end } })
        break
      }
      case 'PassRekeyed': {
        const row = await undoChange(tx, event)
        if (row) announcements.push(await serveAnew(tx, row))
        break
      }
      case 'PassEnded': {
        const row = await undoChange(tx, event)
        if (!row) break
        const { passId } = row
        // What ended it is looked up by its key, and done again if it does not come back by itself.
        const refused = row.refused !== undefined
        await openPasses.put(tx, passId, { passId, ...(refused && { refused }) })
        announcements.push({ name: 'passReopened', event: { passId } })
        break
      }
    }
  }
  return announcements
}
