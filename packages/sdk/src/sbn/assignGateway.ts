import type { Address } from 'viem'
import type { QuoteRequest } from '../protocol/messages/quoteRequest.js'
import type { Transaction } from '../store/store.js'
import type { Candidate } from './candidates.js'
import type { SbnContext } from './context.js'
import { findPrice } from './pricing.js'
import { assignments } from './tables.js'

/** How long the same buyer gets the same gateway for the same class, in seconds. */
const stickiness = 600

/** A gateway that fits, the driver to use, the price, and the key under which it is remembered. */
export type Assignment = { row: Candidate; driver: string; price: bigint; key: string }

/**
 * Picks a gateway: the one that the same buyer had lately for the same class, or else one at random,
 * weighted by what it has free and how near it is, so that load spreads. One that the buyer excludes
 * is not picked, and the one picked instead is then the one that it gets for a while.
 *
 * @returns `undefined` when none fits.
 */
export async function assignGateway(
  {
    candidates: all,
    pricing,
    reservations,
  }: Pick<SbnContext, 'candidates' | 'pricing' | 'reservations'>,
  tx: Transaction,
  request: QuoteRequest,
  now: number,
): Promise<Assignment | undefined> {
  const { duration, service } = request
  const excluded = new Set(request.exclude)
  const candidates = all.list().flatMap((row) => {
    if (excluded.has(row.gateway)) return []
    const { country, ipType = 'unknown', mbps = 0 } = row.status
    const free = mbps - reservations.held(row.gateway, now, request.subscriber)
    const offer = row.offers.find(
      ({ driver, services }) => request.drivers.includes(driver) && services.includes(service),
    )
    if (!offer || !country || free < request.mbps) return []
    if (request.country && request.country !== country) return []
    const { floorPrice } = row
    const priced = { service, country, ipType, mbps: request.mbps, duration, floorPrice }
    const price = findPrice(pricing, priced)
    return price === undefined ? [] : [{ row, driver: offer.driver, free, price }]
  })
  if (candidates.length === 0) return undefined

  const key = `${request.subscriber}/${request.service}/${request.country ?? '*'}`
  const earlier = await assignments.get(tx, key)
  const chosen =
    candidates.find(
      ({ row }) => earlier && earlier.until > now && row.gateway === earlier.gateway,
    ) ?? pickWeighted(candidates, ({ free, row }) => free / ((row.status.latencyMs ?? 0) + 10))
  if (!chosen) return undefined
  await remember(tx, key, chosen.row.gateway, earlier, now)
  const { driver, price, row } = chosen
  return { row, driver, price, key }
}

/** The time is not prolonged by asking, so that everybody's changes now and then. */
async function remember(
  tx: Transaction,
  key: string,
  gateway: Address,
  earlier: { gateway: Address; until: number } | undefined,
  now: number,
): Promise<void> {
  if (earlier?.gateway === gateway && earlier.until > now) return
  await assignments.put(tx, key, { gateway, until: now + stickiness })
}

function pickWeighted<item>(items: item[], weightOf: (item: item) => number): item | undefined {
  const total = items.reduce((sum, item) => sum + weightOf(item), 0)
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  let point = (random / 2 ** 32) * total
  return (
    items.find((item) => {
      point -= weightOf(item)
      return point < 0
    }) ?? items.at(-1)
  )
}
