import { type Address, isAddressEqual } from 'viem'
import type { marketplaceAbi } from '../contracts/generated.js'
import type { TimedEvent } from '../follower/types.js'
import type { Transaction } from '../store/store.js'
import { registerGateway, unregisterGateway } from './applyGateway.js'
import { endPass, purchasePass, renewPass, stopPass } from './applyPass.js'
import type { SbnContext } from './context.js'
import type { SbnEvents } from './events.js'
import { receiveMessage } from './inbox/receiveMessage.js'
import { gateways } from './tables.js'

/** What is to be told, and to be changed in memory, once the transaction is through. */
export type Announcement = {
  [name in keyof SbnEvents]: {
    name: name
    event: SbnEvents[name]
    apply?: (() => void) | undefined
  }
}[keyof SbnEvents]

/** Writes what confirmed events mean for this SBN, inside the follower's transaction. */
export async function applyEvents(
  context: SbnContext,
  tx: Transaction,
  events: readonly TimedEvent<typeof marketplaceAbi>[],
): Promise<Announcement[]> {
  const own = context.client.account.address
  const announcements: Announcement[] = []
  for (const event of events) {
    const { args } = event
    if ('sbn' in args && !isAddressEqual(args.sbn as Address, own)) continue
    switch (event.eventName) {
      case 'GatewayRegistered':
        announcements.push(...(await registerGateway(context, tx, event.args, event)))
        break
      case 'GatewayEndpointUpdated': {
        const known = await gateways.get(tx, event.args.gateway)
        const seen = known && { ...known, ...event.args }
        if (seen) announcements.push(...(await registerGateway(context, tx, seen, event)))
        break
      }
      case 'GatewayUnregistered':
        announcements.push(...(await unregisterGateway(context, tx, event.args.gateway, event)))
        break
      case 'PassPurchased':
        announcements.push(...(await purchasePass(context, tx, event)))
        break
      case 'PassEnded':
        announcements.push(...(await endPass(context, tx, event)))
        break
      case 'PassRenewed':
        announcements.push(...(await renewPass(context, tx, event)))
        break
      case 'PassLeft':
        await stopPass(tx, event)
        break
      case 'MessagePosted':
        await receiveMessage(context, tx, event)
        break
    }
  }
  return announcements
}
