import { type Address, isAddressEqual, numberToHex } from 'viem'
import type { PackedTerms } from '../protocol/terms.js'
import { unpackTerms } from '../protocol/unpackTerms.js'
import { numberKey } from '../store/numberKey.js'
import type { Transaction } from '../store/store.js'
import { findQuote } from './api/findQuote.js'
import type { Announcement } from './applyEvents.js'
import { buyers } from './blind/tables.js'
import { changePass, openKey, type PassEvent, undoChange } from './changePass.js'
import { checkSoon } from './checking/checkSoon.js'
import type { SbnContext } from './context.js'
import { openPasses, openQuotes, type PassRow, passes, passesBySubscriber } from './tables.js'

type Context = Pick<SbnContext, 'client' | 'reservations'>

type PurchaseEvent = {
  args: { passId: bigint; subscriber: Address; gateway: Address } & PackedTerms
  /** Unix seconds. */
  timestamp: number
}

/**
 * A pass was bought. One of another SBN is none of this one's business. One of its own whose quote is
 * lost is still kept, so that it is settled and its delivery taken.
 */
export async function purchasePass(
  { client, reservations }: Context,
  tx: Transaction,
  { args, timestamp: start }: PurchaseEvent,
): Promise<Announcement[]> {
  const { gateway, subscriber } = args
  const terms = unpackTerms(args)
  const end = start + terms.duration
  if (!isAddressEqual(terms.sbn, client.account.address)) return []
  const passId = numberToHex(args.passId, { size: 32 })
  const row: PassRow = { passId, subscriber, start, end, ended: false, terms }
  const quote = await findQuote(tx, passId)
  if (quote) {
    const key = `${numberKey(quote.message.deadline)}/${quote.details.requestId}`
    row.assignment = (await openQuotes.get(tx, key))?.assignment
    await openQuotes.delete(tx, key)
  }
  if (await buyers.get(tx, subscriber)) row.blind = true
  await passes.put(tx, passId, row)
  await passesBySubscriber.put(tx, `${subscriber}/${passId}`, { passId })
  await openPasses.put(tx, openKey(row), { passId })
  const hold = () => {
    if (quote) reservations.hold(passId, { gateway, mbps: quote.details.mbps, until: end })
  }
  return [{ name: 'passPurchased', event: { passId, gateway }, apply: hold }]
}

/** A pass was paid for longer. */
export async function renewPass(
  context: Context,
  tx: Transaction,
  event: PassEvent & { args: { end: number } },
): Promise<Announcement[]> {
  const pass = await changePass(tx, event, () => ({ end: event.args.end }))
  return pass ? tellRenewed(context, tx, pass) : []
}

/** A pass was left, given up or settled. */
export async function endPass(
  { reservations }: Pick<Context, 'reservations'>,
  tx: Transaction,
  event: PassEvent & { args: { owed: bigint; refund: bigint }; timestamp: number },
): Promise<Announcement[]> {
  const { owed, refund } = event.args
  const end = event.timestamp
  const pass = await changePass(tx, event, (row) => ({
    end: Math.min(row.end, end),
    ended: true,
  }))
  if (!pass) return []
  const { blind, passId, terms } = pass
  if (refund > 0n && terms && !blind) await checkSoon(tx, terms.gateway)
  const release = () => reservations.release(passId)
  return [{ name: 'passEnded', event: { passId, owed, refund }, apply: release }]
}

/** The time of a metered pass is over; it can still be redeemed for a while. */
export async function stopPass(
  tx: Transaction,
  event: PassEvent & { args: { end: number } },
): Promise<void> {
  await changePass(tx, event, () => ({ end: event.args.end }))
}

/** A reorganization took a purchase: its quote can be bought again, until it is forgotten. */
export async function undoPurchase(
  { reservations }: Context,
  tx: Transaction,
  args: { passId: bigint },
): Promise<Announcement[]> {
  const passId = numberToHex(args.passId, { size: 32 })
  const pass = await passes.get(tx, passId)
  if (!pass) return []
  await passes.delete(tx, passId)
  await passesBySubscriber.delete(tx, `${pass.subscriber}/${passId}`)
  await openPasses.delete(tx, openKey(pass))
  const quote = await findQuote(tx, passId)
  const hold = () => {
    reservations.release(passId)
    if (!quote) return
    const { deadline: until, terms } = quote.message
    const { gateway, price, subscriber } = terms
    const { mbps } = quote.details
    reservations.holdQuote(passId, { gateway, subscriber, price, mbps, until })
  }
  if (quote) {
    const { requestId } = quote.details
    const { assignment = '' } = pass
    const key = `${numberKey(quote.message.deadline)}/${requestId}`
    await openQuotes.put(tx, key, { requestId, passId, assignment })
  }
  return [{ name: 'passUndone', event: { passId }, apply: hold }]
}

/** A reorganization took the end of a pass: it is open again. */
export async function undoEnd(
  context: Context,
  tx: Transaction,
  event: PassEvent,
): Promise<Announcement[]> {
  const row = await undoChange(tx, event)
  if (!row) return []
  const { passId } = row
  const apply = await holdLater(context, tx, row)
  return [{ name: 'passReopened', event: { passId }, apply }]
}

/** A reorganization took a renewal: the pass ends when it did before. */
export async function undoRenewal(
  context: Context,
  tx: Transaction,
  event: PassEvent,
): Promise<Announcement[]> {
  const row = await undoChange(tx, event)
  return row ? tellRenewed(context, tx, row) : []
}

async function tellRenewed(
  context: Context,
  tx: Transaction,
  pass: PassRow,
): Promise<Announcement[]> {
  const { end, passId } = pass
  const apply = await holdLater(context, tx, pass)
  return [{ name: 'passRenewed', event: { passId, end }, apply }]
}

/** Holds the bandwidth of a pass until its end; of one whose quote is lost, nothing is known. */
async function holdLater({ reservations }: Context, tx: Transaction, { end, passId }: PassRow) {
  const quote = await findQuote(tx, passId)
  if (!quote) return undefined
  const { details, message } = quote
  const { gateway } = message.terms
  return () => reservations.hold(passId, { gateway, mbps: details.mbps, until: end })
}
