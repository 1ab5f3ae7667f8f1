import type { Address, Hex } from 'viem'
import { isAddressEqual, numberToHex } from 'viem'
import type { marketplaceAbi } from '../contracts/generated.js'
import type { FollowerEvent } from '../follower/types.js'
import { numberKey } from '../store/numberKey.js'
import type { Transaction } from '../store/store.js'
import { findQuote } from './api/findQuote.js'
import { checkSoon } from './checking/checkSoon.js'
import type { SbnContext } from './context.js'
import type { SbnEvents } from './events.js'
import {
  type GatewayRow,
  gateways,
  openPasses,
  openQuotes,
  passes,
  passesBySubscriber,
} from './tables.js'

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
  events: readonly FollowerEvent<typeof marketplaceAbi>[],
): Promise<Announcement[]> {
  const own = context.client.account.address
  const announcements: Announcement[] = []
  for (const event of events) {
    const { args } = event
    if ('sbn' in args && !isAddressEqual(args.sbn as Address, own)) continue
    switch (event.eventName) {
      case 'GatewayRegistered':
        announcements.push(...(await register(context, tx, event.args)))
        break
      case 'GatewayEndpointUpdated': {
        const known = await gateways.get(tx, event.args.gateway)
        if (known) announcements.push(...(await register(context, tx, { ...known, ...event.args })))
        break
      }
      case 'GatewayUnregistered':
        announcements.push(...(await unregister(context, tx, event.args.gateway)))
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
  { candidates }: SbnContext,
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
  const isOld = known !== undefined && BigInt(known.sequence) >= sequence
  if (isOld && known.payee === payee && known.floorPrice === floorPrice) return []
  // Only the endpoint goes by its sequence. Payee and floor price are what the contract has now: a
  // quote with others could not be bought.
  const row: GatewayRow = isOld
    ? { ...known, payee, floorPrice, status: { ...known.status, floorPrice } }
    : {
        gateway,
        payee,
        floorPrice,
        sequence: sequence.toString(),
        sealed: sealedEndpoint,
        status: { gateway, floorPrice, trusted: false, reason: 'PENDING' },
        offers: [],
        nextCheckAt: 0,
      }
  await gateways.put(tx, gateway, row)
  const stamp = candidates.stamp()
  const apply = () => candidates.set(gateway, row, stamp)
  return [{ name: 'gatewaySeen', event: { gateway }, apply }]
}

async function unregister(
  { candidates }: SbnContext,
  tx: Transaction,
  gateway: Address,
): Promise<Announcement[]> {
  if (!(await gateways.get(tx, gateway))) return []
  await gateways.delete(tx, gateway)
  const stamp = candidates.stamp()
  const apply = () => candidates.set(gateway, undefined, stamp)
  return [{ name: 'gatewayRefused', event: { gateway, reason: 'GONE' }, apply }]
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
  const { mbps, requestId } = quote.details
  await passes.put(tx, passId, { passId, subscriber, start, end, ended: false })
  await passesBySubscriber.put(tx, `${subscriber}/${passId}`, { passId })
  await openPasses.put(tx, `${numberKey(end)}/${passId}`, { passId })
  await openQuotes.delete(tx, `${numberKey(quote.message.deadline)}/${requestId}`)
  const apply = () => reservations.hold(passId, { gateway, mbps, until: end })
  return [{ name: 'passPurchased', event: { passId, gateway }, apply }]
}

async function end(
  { reservations }: SbnContext,
  tx: Transaction,
  args: { passId: bigint; gateway: Address; end: number; owed: bigint; refund: bigint },
): Promise<Announcement[]> {
  const passId = numberToHex(args.passId, { size: 32 })
  const pass = await passes.get(tx, passId)
  if (!pass) return []
  if (args.refund > 0n) await checkSoon(tx, args.gateway)
  await passes.put(tx, passId, { ...pass, end: args.end, ended: true })
  await openPasses.delete(tx, `${numberKey(pass.end)}/${passId}`)
  const apply = () => reservations.release(passId)
  const { owed, refund } = args
  return [{ name: 'passEnded', event: { passId, owed, refund }, apply }]
}
