import { isAddressEqual, numberToHex } from 'viem'
import type { marketplaceAbi } from '../contracts/generated.js'
import type { TimedEvent } from '../follower/types.js'
import { unpackTerms } from '../protocol/unpackTerms.js'
import type { Transaction } from '../store/store.js'
import { changePass } from './changePass.js'
import type { GatewayContext } from './context.js'
import type { GatewayEvents } from './events.js'
import { markRegistration } from './markRegistration.js'
import { openPasses, type PassRow, passes } from './tables.js'

/** What is to be told once the transaction is through. */
export type Announcement = {
  [name in keyof GatewayEvents]: { name: name; event: GatewayEvents[name] }
}[keyof GatewayEvents]

/** Writes what confirmed events mean for this gateway, inside the follower's transaction. */
export async function applyEvents(
  { client, sbn }: Pick<GatewayContext, 'client' | 'sbn'>,
  tx: Transaction,
  events: readonly TimedEvent<typeof marketplaceAbi>[],
): Promise<Announcement[]> {
  const announcements: Announcement[] = []
  for (const event of events) {
    if (event.eventName === 'SbnUpdated') {
      if (!isAddressEqual(event.args.sbn, sbn.sbn)) continue
      await deliverAgain(tx)
      const { encryptionKey } = event.args
      announcements.push({ name: 'sbnUpdated', event: { sbn: sbn.sbn, encryptionKey } })
      continue
    }
    const { args } = event
    if ('gateway' in args && !isAddressEqual(args.gateway, client.account.address)) continue
    switch (event.eventName) {
      case 'GatewayRegistered':
      case 'GatewayEndpointUpdated':
        await markRegistration(tx, event.args, { undone: false })
        break
      case 'PassPurchased': {
        const { subscriber } = event.args
        const passId = numberToHex(event.args.passId, { size: 32 })
        const terms = unpackTerms(event.args)
        const [start, end] = [event.timestamp, event.timestamp + terms.duration]
        await passes.put(tx, passId, { passId, terms, start, end, delivered: false, ended: false })
        await openPasses.put(tx, passId, { passId })
        const purchased = { passId, subscriber, price: terms.price }
        announcements.push({ name: 'passPurchased', event: purchased })
        break
      }
      case 'PassRenewed':
      case 'PassLeft': {
        const { end } = event.args
        const row = await changePass(tx, event, () => ({ end }))
        if (row && event.eventName === 'PassRenewed')
          announcements.push({ name: 'passRenewed', event: { passId: row.passId, end } })
        break
      }
      case 'PassRekeyed': {
        const { clientKey, owner, recipientKey } = event.args
        const row = await changePass(tx, event, () => ({
          rekeyed: { owner, recipientKey, clientKey },
        }))
        if (row) announcements.push(await serveAnew(tx, row))
        break
      }
      case 'PassEnded': {
        const { owed, refund } = event.args
        const end = event.timestamp
        const row = await changePass(tx, event, (pass) => ({
          end: Math.min(pass.end, end),
          ended: true,
        }))
        if (!row) break
        const { passId } = row
        await openPasses.delete(tx, passId)
        announcements.push({ name: 'passEnded', event: { passId, owed, refund } })
        break
      }
    }
  }
  return announcements
}

/** An SBN that publishes its record anew may have lost its files, and what was delivered with them. */
async function deliverAgain(tx: Transaction): Promise<void> {
  for (const { key, value } of await openPasses.list(tx)) {
    const row = await passes.get(tx, key)
    if (row?.delivered && !value.refused)
      await openPasses.put(tx, key, { ...value, redeliver: true })
  }
}

/** Other keys than before: what was delivered is of no use any more. */
export async function serveAnew(
  tx: Transaction,
  { delivered, passId }: PassRow,
): Promise<Announcement> {
  const open = await openPasses.get(tx, passId)
  if (open) {
    const { unusable: _, ...rest } = open
    await openPasses.put(tx, passId, delivered ? { ...rest, redeliver: true } : rest)
  }
  return { name: 'passRekeyed', event: { passId } }
}
