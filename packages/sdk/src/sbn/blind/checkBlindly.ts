import type { Address } from 'viem'
import type { RefusalReason } from '../../protocol/api.js'
import type { Meetings } from '../checking/createMeetings.js'
import { isCheckerWell } from '../checking/isCheckerWell.js'
import { returnTraffic, takeTraffic } from '../checking/traffic.js'
import type { SbnContext } from '../context.js'
import { explainPrice } from '../pricing.js'
import { assignmentKey, stickiness } from '../stickiness.js'
import { assignments, type GatewayRow } from '../tables.js'
import type { Blind, BlindOrder } from './blindShopper.js'
import { type DrawnOrder, drawOrder } from './drawOrder.js'
import { finishBuyer } from './finishBuyer.js'
import { type BlindFindings, type BlindMeasurement, measureBlind } from './measureBlind.js'
import { delayBlind, testOpenly } from './planTests.js'
import { recordBlind } from './recordBlind.js'
import { returnMoney, takeMoney } from './spending.js'
import { buyers } from './tables.js'
import { toReason } from './toReason.js'

/** Seconds until the next try when the day's traffic is used up. */
const scarcity = 600

type Parameters = { clock: () => number; meetings: Meetings; signal: AbortSignal }

/**
 * Checks a trusted gateway as a customer would: buys a pass from an account that nobody knows, measures
 * what it gets, and leaves. Without money, or with nothing left to buy, the gateway is checked openly
 * instead. Never throws.
 */
export async function checkBlindly(
  context: SbnContext & { blind: Blind },
  row: GatewayRow,
  { clock, meetings, signal }: Parameters,
): Promise<void> {
  const { blind, events, store } = context
  const { gateway } = row
  let bytes = 0
  let buyer: Address | undefined
  try {
    const drawn = draw(context, row, clock())
    if (!drawn) return await testOpenly(context, gateway)
    const order = toOrder(context, row, drawn)
    const budget = { amount: order.maxPrice, limit: blind.budgetPerDay, now: clock() }
    const most = getBytes(context, drawn)
    const covered = await store.transaction(async (tx) => {
      const traffic = { bytes: 2 * most, limit: context.trafficPerDay, now: clock() }
      if (!(await takeTraffic(tx, traffic))) return 'no traffic'
      if (await takeMoney(tx, budget)) {
        // Cut off, it is not begun again at once: what crashes again and again must not go on buying.
        await delayBlind(tx, gateway, clock() + scarcity)
        return 'yes'
      }
      await returnTraffic(tx, traffic)
      return 'no money'
    })
    if (covered === 'no traffic')
      return await store.transaction((tx) => delayBlind(tx, gateway, clock() + scarcity))
    if (covered === 'no money') return await testOpenly(context, gateway)
    bytes = 2 * most
    const at = budget.now
    const prepared = await blind.guard
      .prepare(() => blind.shopper.prepare({ prix: order.maxPrice, signal }))
      .catch(async (error: unknown) => {
        // What it may have got comes back, and was not spent on anything.
        await store.transaction((tx) => returnMoney(tx, { ...budget, at }))
        throw error
      })
    buyer = prepared
    await store.transaction(async (tx) => {
      await buyers.put(tx, prepared, { at, reserved: order.maxPrice })
      // Only the gateway is chosen: what is asked for after that goes the way of all others.
      const key = assignmentKey({ subscriber: prepared, ...order })
      await assignments.put(tx, key, { gateway, until: clock() + stickiness })
    })
    const purchase = await blind.shopper.buy(prepared, order, { signal })
    const found = await use(context, row, {
      ...{ bytes: most, driver: drawn.driver, meetings, purchase, signal },
      onMoved: (moved) => {
        bytes -= moved
      },
    })
    const { passId } = purchase
    if (found)
      await recordBlind(context, gateway, { ...found, bought: order.mbps, passId }, clock())
    else await testOpenly(context, gateway)
  } catch (error) {
    // What went wrong before there was a pass says nothing about the gateway.
    if (!signal.aborted) {
      events.emit('error', { error })
      await testOpenly(context, gateway).catch((error) => events.emit('error', { error }))
    }
  } finally {
    await leave(context, { buyer, bytes, now: clock(), signal })
  }
}

/** What a pass was good for; `undefined` when that is not known because of this SBN's own side. */
async function use(
  context: SbnContext & { blind: Blind },
  row: GatewayRow,
  {
    purchase,
    ...rest
  }: Omit<BlindMeasurement, 'session'> & {
    purchase: Awaited<ReturnType<Blind['shopper']['buy']>>
  },
): Promise<BlindFindings | undefined> {
  const { driver, signal } = rest
  const fail = async (reason: RefusalReason | undefined): Promise<BlindFindings | undefined> => {
    signal.throwIfAborted()
    if (!reason || !(await isCheckerWell(context, signal))) return undefined
    return { seen: { driver, reason }, mbps: 0, reason }
  }
  try {
    const session = await purchase.connect({ signal })
    try {
      const found = await measureBlind(context, row, { ...rest, session })
      return found.reason ? (await fail(found.reason)) && found : found
    } finally {
      await session.close()
    }
  } catch (error) {
    return fail(toReason(error))
  }
}

/** What is left comes back. A crash, or the end of this SBN, leaves it to the next start. */
async function leave(
  context: SbnContext & { blind: Blind },
  {
    buyer,
    bytes,
    now,
    signal,
  }: { buyer: Address | undefined; bytes: number; now: number; signal: AbortSignal },
): Promise<void> {
  const { blind, events, store } = context
  try {
    if (bytes > 0) await store.transaction((tx) => returnTraffic(tx, { bytes, now }))
    if (buyer && !signal.aborted) await finishBuyer(context, buyer, { now, signal })
  } catch (error) {
    if (!signal.aborted) events.emit('error', { error })
  } finally {
    if (buyer) blind.guard.release(buyer)
  }
}

function draw(
  { blind, lineMbps, reservations }: SbnContext & { blind: Blind },
  { blind: record, gateway, offers, status }: GatewayRow,
  now: number,
): DrawnOrder | undefined {
  const { durations, shopper } = blind
  const { mbps: had = 0 } = status
  const free = had - reservations.held(gateway, now)
  // More than that, one machine cannot tell.
  const mbps = Math.min(had, lineMbps)
  const results = record?.results ?? []
  return drawOrder({ free, mbps, offers, results }, { durations, drivers: shopper.drivers })
}

/** The most that a quote for it can cost, whoever else is buying. */
function toOrder(
  { pricing }: SbnContext,
  { floorPrice, gateway, status }: GatewayRow,
  { duration, mbps, service, withCountry }: DrawnOrder,
): BlindOrder {
  const { country = '', ipType = 'unknown' } = status
  const loads = [0, ...(pricing.load ?? []).map(({ fromShare }) => fromShare)]
  const prices = loads.map((load) => {
    const priced = { service, country, ipType, mbps, duration, floorPrice, load }
    return explainPrice(pricing, priced).price
  })
  const maxPrice = prices.reduce((most, price) => (price > most ? price : most))
  return { gateway, service, mbps, duration, maxPrice, ...(withCountry && { country }) }
}

/** What it takes to measure so much, in one direction. */
function getBytes({ throughput }: SbnContext, { mbps }: DrawnOrder): number {
  const { ramp = 2, seconds = 10 } = throughput
  return Math.floor(Math.min(throughput.bytes, (mbps * 1e6 * (ramp + seconds) * 1.25) / 8))
}
