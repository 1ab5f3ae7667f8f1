import type { Service } from '../../protocol/service.js'
import type { BlindResult } from './blindRecord.js'

/** Mbit/s that people ask for. */
const usual = [1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 250, 300, 400, 500, 1_000]
/** Of what a gateway has: buying less, half of the line would do. */
const large = 0.75
/** From here on it shows. */
const telling = 0.65
/** So many large ones come between two small ones. */
const largeInRow = 3

/** What is bought for a blind check. */
export type DrawnOrder = {
  service: Service
  driver: string
  withCountry: boolean
  mbps: number
  /** Seconds. */
  duration: number
}

/**
 * What to buy for a blind check, at random from what customers buy. Most are large: of a gateway that
 * keeps half of its line for open checks, a small pass shows nothing. Some are small, so that large ones
 * are not known by it.
 *
 * @param gateway.mbps What it has.
 * @param gateway.free What is not sold of that.
 * @param gateway.offers Services by driver.
 * @param gateway.results What was found before.
 * @param random From 0 to below 1, each time another one.
 * @returns `undefined` when nothing can be bought now.
 */
export function drawOrder(
  {
    free,
    mbps,
    offers,
    results,
  }: {
    mbps: number
    free: number
    offers: readonly { driver: string; services: readonly Service[] }[]
    results: readonly BlindResult[]
  },
  {
    drivers,
    durations,
    random = draw,
  }: { drivers: readonly string[]; durations: readonly number[]; random?: () => number },
): DrawnOrder | undefined {
  const pick = <item>(items: readonly item[]) => items[Math.floor(random() * items.length)]
  const services = offers
    .filter(({ driver }) => drivers.includes(driver))
    .flatMap((offer) => offer.services.map((service) => ({ driver: offer.driver, service })))
  const offer = pick(services)
  const duration = pick(durations)
  const most = Math.floor(Math.min(free, mbps))
  if (!offer || duration === undefined || most < 1) return undefined
  const last = results.slice(-largeInRow)
  const mayBeSmall = last.length === largeInRow && last.every(({ isTelling }) => isTelling)
  const fitting = usual.filter((size) => size <= most)
  const sizes =
    mayBeSmall && random() < 0.5 ? fitting : fitting.filter((size) => size >= large * most)
  return {
    ...offer,
    // Some do not care where they come out.
    withCountry: random() < 0.75,
    mbps: pick(sizes) ?? most,
    duration,
  }
}

/** Whether a pass is so large that it shows when customers get half of what open checks get. */
export function isTelling(bought: number, open: number): boolean {
  return bought >= telling * open
}

function draw(): number {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  return random / 2 ** 32
}
