import type { Address } from 'viem'
import type { QuoteRequest } from '../protocol/messages/quoteRequest.js'
import type { Transaction } from '../store/store.js'
import type { SbnContext } from './context.js'
import { assignments, type GatewayRow, gateways } from './tables.js'

/** How long the same buyer gets the same gateway for the same class, in seconds. */
const stickiness = 600

/** A gateway that fits, and the driver to use. */
export type Assignment = { row: GatewayRow; driver: string }

/**
 * Picks a gateway: the one that the same buyer had lately for the same class, or else one at random,
 * weighted by what it has free and how near it is, so that load spreads.
 *
 * @returns `undefined` when none fits.
 */
export async function assignGateway(
  { reservations }: Pick<SbnContext, 'reservations'>,
  tx: Transaction,
  request: QuoteRequest,
  now: number,
): Promise<Assignment | undefined> {
  const rows = (await gateways.list(tx)).map(({ value }) => value)
  const candidates = rows.flatMap((row) => {
    const { country, mbps, trusted } = row.status
    const free = (mbps ?? 0) - reservations.held(row.gateway, now)
    const offer = row.offers.find(
      ({ driver, services }) =>
        request.drivers.includes(driver) && services.includes(request.service),
    )
    const fits =
      trusted && free >= request.mbps && (!request.country || request.country === country)
    return fits && offer ? [{ row, driver: offer.driver, free }] : []
  })
  if (candidates.length === 0) return undefined

  const key = `${request.subscriber}/${request.service}/${request.country ?? '*'}`
  const earlier = await assignments.get(tx, key)
  const chosen =
    candidates.find(
      ({ row }) => earlier && earlier.until > now && row.gateway === earlier.gateway,
    ) ?? pickWeighted(candidates, ({ free, row }) => free / ((row.status.latencyMs ?? 0) + 10))
  if (chosen) await remember(tx, key, chosen.row.gateway, earlier, now)
  return chosen
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
