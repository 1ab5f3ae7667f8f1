import { type Address, type Hex, isAddressEqual, numberToHex } from 'viem'
import type { PackedTerms } from '../protocol/terms.js'
import { unpackTerms } from '../protocol/unpackTerms.js'
import { numberKey } from '../store/numberKey.js'
import type { Transaction } from '../store/store.js'
import { findQuote } from './api/findQuote.js'
import type { Announcement } from './applyEvents.js'
import { checkSoon } from './checking/checkSoon.js'
import type { SbnContext } from './context.js'
import { openPasses, openQuotes, type PassRow, passes, passesBySubscriber } from './tables.js'

type Context = Pick<SbnContext, 'client' | 'reservations'>

const openKey = ({ end, passId }: { end: number; passId: Hex }) => `${numberKey(end)}/${passId}`

/**
 * A pass was bought. One of another SBN is none of this one's business. One of its own whose quote is
 * lost is still kept, so that it is settled and its delivery taken.
 */
export async function purchasePass(
  { client, reservations }: Context,
  tx: Transaction,
  args: {
    passId: bigint
    subscriber: Address
    gateway: Address
    start: number
    end: number
    terms: PackedTerms
  },
): Promise<Announcement[]> {
  const { end, gateway, start, subscriber } = args
  const terms = unpackTerms(args.terms)
  if (!isAddressEqual(terms.sbn, client.account.address)) return []
  const passId = numberToHex(args.passId, { size: 32 })
  const row: PassRow = { passId, subscriber, start, end, ended: false, terms }
  const quote = await findQuote(tx, passId)
  if (quote) {
    const key = `${numberKey(quote.message.deadline)}/${quote.details.requestId}`
    row.assignment = (await openQuotes.get(tx, key))?.assignment
    await openQuotes.delete(tx, key)
  }
  await passes.put(tx, passId, row)
  await passesBySubscriber.put(tx, `${subscriber}/${passId}`, { passId })
  await openPasses.put(tx, openKey(row), { passId })
  const hold = () => {
    if (quote) reservations.hold(passId, { gateway, mbps: quote.details.mbps, until: end })
  }
  return [{ name: 'passPurchased', event: { passId, gateway }, apply: hold }]
}

/** A pass was left, given up or settled. */
export async function endPass(
  { reservations }: Context,
  tx: Transaction,
  args: { passId: bigint; gateway: Address; end: number; owed: bigint; refund: bigint },
): Promise<Announcement[]> {
  const passId = numberToHex(args.passId, { size: 32 })
  const pass = await passes.get(tx, passId)
  if (!pass) return []
  if (args.refund > 0n) await checkSoon(tx, args.gateway)
  await passes.put(tx, passId, { ...pass, end: args.end, ended: true })
  await openPasses.delete(tx, openKey(pass))
  const { owed, refund } = args
  const release = () => reservations.release(passId)
  return [{ name: 'passEnded', event: { passId, owed, refund }, apply: release }]
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
  { reservations }: Context,
  tx: Transaction,
  args: { passId: bigint; gateway: Address },
): Promise<Announcement[]> {
  const passId = numberToHex(args.passId, { size: 32 })
  const pass = await passes.get(tx, passId)
  const quote = await findQuote(tx, passId)
  const duration = pass?.terms?.duration ?? quote?.message.terms.duration
  if (!pass || duration === undefined) return []
  const row = { ...pass, end: pass.start + duration, ended: false }
  await passes.put(tx, passId, row)
  await openPasses.put(tx, openKey(row), { passId })
  const { gateway } = args
  const hold = () => {
    if (quote) reservations.hold(passId, { gateway, mbps: quote.details.mbps, until: row.end })
  }
  return [{ name: 'passReopened', event: { passId }, apply: hold }]
}
