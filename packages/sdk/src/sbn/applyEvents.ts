import type { Address, Hex } from 'viem'
import { isAddressEqual, numberToHex } from 'viem'
import type { marketplaceAbi } from '../contracts/generated.js'
import type { FollowerEvent } from '../follower/types.js'
import type { Transaction } from '../store/store.js'
import { findQuote } from './api/findQuote.js'
import type { SbnContext } from './context.js'
import type { SbnEvents } from './events.js'
import { gateways, passes, passesBySubscriber } from './tables.js'

/** What is to be told once the transaction is through. */
export type Announcement = {
  [name in keyof SbnEvents]: { name: name; event: SbnEvents[name] }
}[keyof SbnEvents]

/** Writes what confirmed events mean for this SBN, inside the follower's transaction. */
export async function applyEvents(
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
        announcements.push(...(await register(tx, event.args)))
        break
      case 'GatewayEndpointUpdated': {
        const known = await gateways.get(tx, event.args.gateway)
        if (known) announcements.push(...(await register(tx, { ...known, ...event.args })))
        break
      }
      case 'GatewayUnregistered':
        await gateways.delete(tx, event.args.gateway)
        break
      case 'PassPurchased':
        announcements.push(...(await purchase(context, tx, event.args)))
        break
      case 'PassEnded':
        announcements.push(...(await end(context, tx, event.args)))
        break
    }
  }
  return announcements
}

async function register(
  tx: Transaction,
  seen: {
    gateway: Address
    payee: Address
    floorPrice: bigint
    sequence: bigint | string
    sealedEndpoint: Hex
  },
): Promise<Announcement[]> {
  const { floorPrice, gateway, payee, sealedEndpoint } = seen
  const sequence = BigInt(seen.sequence)
  const known = await gateways.get(tx, gateway)
  if (known && BigInt(known.sequence) >= sequence) return []
  await gateways.put(tx, gateway, {
    gateway,
    payee,
    floorPrice,
    sequence: sequence.toString(),
    sealed: sealedEndpoint,
    status: { gateway, floorPrice, trusted: false, reason: 'PENDING' },
    offers: [],
    nextCheckAt: 0,
  })
  return [{ name: 'gatewaySeen', event: { gateway } }]
}

/** A pass that this SBN did not quote is none of its business. */
async function purchase(
  { reservations }: SbnContext,
  tx: Transaction,
  args: { passId: bigint; subscriber: Address; gateway: Address; start: number; end: number },
): Promise<Announcement[]> {
  const { end, gateway, start, subscriber } = args
  const passId = numberToHex(args.passId, { size: 32 })
  const quote = await findQuote(tx, passId)
  if (!quote) return []
  await passes.put(tx, passId, { passId, subscriber, start, end, ended: false })
  await passesBySubscriber.put(tx, `${subscriber}/${passId}`, { passId })
  reservations.hold(passId, { gateway, mbps: quote.details.mbps, until: end })
  return [{ name: 'passPurchased', event: { passId, gateway } }]
}

async function end(
  { reservations }: SbnContext,
  tx: Transaction,
  args: { passId: bigint; end: number; owed: bigint; refund: bigint },
): Promise<Announcement[]> {
  const passId = numberToHex(args.passId, { size: 32 })
  const pass = await passes.get(tx, passId)
  if (!pass) return []
  await passes.put(tx, passId, { ...pass, end: args.end, ended: true })
  reservations.release(passId)
  return [{ name: 'passEnded', event: { passId, owed: args.owed, refund: args.refund } }]
}
