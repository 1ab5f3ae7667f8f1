import type { Address } from 'viem'
import type { QuoteRequest } from '../protocol/messages/quoteRequest.js'
import type { Transaction } from '../store/store.js'
import type { Candidate } from './candidates.js'
import type { SbnContext } from './context.js'
import { findPrice } from './pricing.js'
import { scoreGateway } from './scoring/scoreGateway.js'
import { assignmentKey, stickiness } from './stickiness.js'
import { assignments } from './tables.js'

/** A gateway that fits, the driver to use, the price, and the key under which it is remembered. */
export type Assignment = {
  row: Candidate
  driver: string
  price: bigint
  key: string
  /** In plain words, why this price and this gateway. */
  reasons: { price: string[]; gateway: string[] }
}

/**
 * Picks a gateway: the one that the same buyer had lately for the same class, or else one at random,
 * weighted by what it has free, how near it is and how it scores, so that load spreads. One that the buyer excludes
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
    const load = mbps > 0 ? Math.max(0, Math.min(1, 1 - free / mbps)) : 0
    const offer = row.offers.find(
      ({ driver, services }) => request.drivers.includes(driver) && services.includes(service),
    )
    if (!offer || !country || free < request.mbps) return []
    if (request.country && request.country !== country) return []
    const { floorPrice } = row
    const priced = { service, country, ipType, mbps: request.mbps, duration, floorPrice, load }
    const found = findPrice(pricing, priced)
    const { score } = scoreGateway(row, now)
    return found ? [{ row, driver: offer.driver, free, score, ...found }] : []
  })
  if (candidates.length === 0) return undefined

  const key = assignmentKey(request)
  const earlier = await assignments.get(tx, key)
  const kept = candidates.find(
    ({ row }) => earlier && earlier.until > now && row.gateway === earlier.gateway,
  )
  const chosen =
    kept ??
    pickWeighted(
      candidates,
      ({ free, row, score }) => (free * score ** 2) / ((row.status.latencyMs ?? 0) + 10),
    )
  if (!chosen) return undefined
  await remember(tx, key, chosen.row.gateway, earlier, now)
  const { driver, price, reasons, row, score } = chosen
  const gateway = [
    kept
      ? 'The same buyer was given it lately for passes of this kind.'
      : `Drawn from ${candidates.length} that fit, by what is free, how near it is, and its score.`,
    `Its score is ${score} of 100.`,
  ]
  return { row, driver, price, key, reasons: { price: reasons, gateway } }
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
