import { type Address, isAddressEqual } from 'viem'
import type { marketplaceAbi } from '../contracts/generated.js'
import type { FollowerEvent } from '../follower/types.js'
import type { Transaction } from '../store/store.js'
import type { Announcement } from './applyEvents.js'
import { undoGateway } from './applyGateway.js'
import { undoEnd, undoPurchase, undoRenewal } from './applyPass.js'
import { undoChange } from './changePass.js'
import type { SbnContext } from './context.js'
import { forgetMessage } from './inbox/receiveMessage.js'

/**
 * Takes back what events meant that a reorganization dropped, the newest first, inside the follower's
 * transaction.
 */
export async function undoEvents(
  context: SbnContext,
  tx: Transaction,
  events: readonly FollowerEvent<typeof marketplaceAbi>[],
): Promise<Announcement[]> {
  const own = context.client.account.address
  const announcements: Announcement[] = []
  for (const event of events) {
    const { args } = event
    if ('sbn' in args && !isAddressEqual(args.sbn as Address, own)) continue
    switch (event.eventName) {
      case 'GatewayRegistered':
      case 'GatewayEndpointUpdated':
      case 'GatewayUnregistered':
        announcements.push(...(await undoGateway(context, tx, event)))
        break
      case 'PassPurchased':
        announcements.push(...(await undoPurchase(context, tx, event.args)))
        break
      case 'PassEnded':
        announcements.push(...(await undoEnd(context, tx, event)))
        break
      case 'PassRenewed':
        announcements.push(...(await undoRenewal(context, tx, event)))
        break
      case 'PassLeft':
        await undoChange(tx, event)
        break
      case 'MessagePosted':
        await forgetMessage(tx, event)
        break
      case 'SbnRegistered':
      case 'SbnUpdated':
        announcements.push({ name: 'recordUndone', event: { sbn: own } })
        break
    }
  }
  return announcements
}
