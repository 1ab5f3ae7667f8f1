import * as z from 'zod/mini'
import { InvalidInputError } from '../errors/input.js'
import { formatPrix } from '../internal/formatPrix.js'
import { amount, basisPoints, type IpType, ipType } from '../protocol/schemas.js'
import type { Service } from '../protocol/service.js'

const factor = z.number().check(z.positive(), z.maximum(1_000))

/** How an SBN prices: data, so that it can be read, changed and explained. */
export type PricingPolicy = {
  /** PRIX base units per Mbit/s and hour, by service; `default` for all others. */
  base: Record<string, bigint>
  /** Factors from a bandwidth (Mbit/s) on; the last that applies counts. */
  bandwidth: { fromMbps: number; factor: number }[]
  /** Factors. */
  ipType: Partial<Record<IpType, number>>
  /** Factors. */
  country: Record<string, number>
  /**
   * Factors from a share of a gateway's bandwidth on that is in use or quoted, from 0 to 1; the last that
   * applies counts. A price that was quoted stays what it was. None when left out.
   */
  load?: { fromShare: number; factor: number }[] | undefined
  /** What is owed at least, in basis points of the price; at most 500. */
  minimum: number
  /** No pass costs less, PRIX base units. 1 when left out. */
  minimumPrice?: bigint | undefined
  /**
   * How many times the policy's own price a gateway's floor may make a pass cost. A gateway that
   * wants more is not assigned. 3 when left out.
   */
  maximumFloorFactor?: number | undefined
}

const schema: z.ZodMiniType<PricingPolicy, unknown> = z.object({
  base: z.record(z.string(), amount),
  bandwidth: z.array(z.object({ fromMbps: z.number(), factor })),
  ipType: z.partialRecord(ipType, factor),
  country: z.record(z.string(), factor),
  load: z.optional(
    z.array(z.object({ fromShare: z.number().check(z.minimum(0), z.maximum(1)), factor })),
  ),
  minimum: basisPoints.check(z.maximum(500)),
  minimumPrice: z.optional(amount),
  maximumFloorFactor: z.optional(z.number().check(z.minimum(1), z.maximum(1_000))),
})

/** A policy to start from. */
export const defaultPricing: PricingPolicy = {
  base: { default: 5_000_000n },
  bandwidth: [
    { fromMbps: 50, factor: 0.9 },
    { fromMbps: 200, factor: 0.8 },
  ],
  ipType: { residential: 1.5, mobile: 2 },
  country: {},
  minimum: 100,
  minimumPrice: 1n,
  maximumFloorFactor: 3,
}

/**
 * Checks a policy.
 *
 * @throws `InvalidInputError` when it is not usable.
 */
export function parsePricing(policy: PricingPolicy): PricingPolicy {
  const result = z.safeParse(schema, policy)
  if (!result.success || result.data.base.default === undefined)
    throw new InvalidInputError('pricing', result.error?.issues[0]?.message ?? 'no default base')
  return result.data
}

/** What is priced. */
export type Priced = {
  service: Service
  country: string
  ipType: IpType
  mbps: number
  /** Seconds. */
  duration: number
  /** The gateway's floor, PRIX base units per Mbit/s and hour. */
  floorPrice: bigint
  /** Share of its bandwidth that is in use or quoted, from 0 to 1. @default 0 */
  load?: number | undefined
}

const scale = 1_000_000

/** A factor other than 1, and what it is for. */
type Step = { factor: number; text: string }

function listSteps(policy: PricingPolicy, priced: Priced): Step[] {
  const { country, ipType, load = 0, mbps } = priced
  const bandwidth = policy.bandwidth.filter(({ fromMbps }) => mbps >= fromMbps).at(-1)
  const busy = policy.load?.filter(({ fromShare }) => load >= fromShare).at(-1)
  const steps = [
    { factor: bandwidth?.factor ?? 1, text: `from ${bandwidth?.fromMbps} Mbit/s on` },
    { factor: policy.ipType[ipType] ?? 1, text: `for a ${ipType} address` },
    { factor: policy.country[country] ?? 1, text: `in ${country}` },
    { factor: busy?.factor ?? 1, text: `while ${Math.round(load * 100)} % of it are in use` },
  ]
  return steps.filter(({ factor }) => factor !== 1)
}

/**
 * The price of a pass in PRIX base units, rounded up: base × bandwidth × IP type × country × load, and
 * never below the gateway's floor or the policy's least price.
 *
 * @example
 * ```ts
 * getPrice(defaultPricing, { service: 'proxy', country: 'DE', ipType: 'hosting', mbps: 20, duration: 3600, floorPrice: 0n })
 * // 100000000n, which is 1 PRIX
 * ```
 */
export function getPrice(policy: PricingPolicy, priced: Priced): bigint {
  return explainPrice(policy, priced).price
}

/** The price of a pass as `getPrice` has it, and in plain words what it is made of. */
export function explainPrice(
  policy: PricingPolicy,
  priced: Priced,
): { price: bigint; reasons: string[] } {
  const base = policy.base[priced.service] ?? policy.base.default ?? 0n
  const steps = listSteps(policy, priced)
  let rate = base * BigInt(scale)
  for (const { factor } of steps) rate = (rate * BigInt(Math.round(factor * scale))) / BigInt(scale)
  const floor = priced.floorPrice * BigInt(scale)
  const perHour = (rate > floor ? rate : floor) * BigInt(priced.mbps)
  const divisor = BigInt(scale) * 3_600n
  const product = (perHour * BigInt(priced.duration) + divisor - 1n) / divisor
  const { minimumPrice = 1n } = policy
  const least = minimumPrice > 0n ? minimumPrice : 1n
  const price = product > least ? product : least
  const reasons = [
    `${formatPrix(base)} per Mbit/s and hour of ${priced.service}.`,
    ...steps.map(({ factor, text }) => `× ${factor} ${text}.`),
  ]
  if (floor > rate)
    reasons.push(`The gateway asks for ${formatPrix(priced.floorPrice)} per Mbit/s and hour.`)
  reasons.push(`${priced.mbps} Mbit/s for ${priced.duration} seconds: ${formatPrix(product)}.`)
  if (price > product) reasons.push(`No pass costs less than ${formatPrix(least)}.`)
  return { price, reasons }
}

/** Most that the contract can hold for a pass: 96 bits. */
const largestPrice = 2n ** 96n - 1n

/**
 * The price at which a gateway's pass is offered, and why, or `undefined` when it is not: its floor asks
 * for more than `maximumFloorFactor` times what the policy would, or the contract cannot hold so much.
 */
export function findPrice(
  policy: PricingPolicy,
  priced: Priced,
): { price: bigint; reasons: string[] } | undefined {
  const explained = explainPrice(policy, priced)
  const { price } = explained
  const { maximumFloorFactor = 3 } = policy
  const most =
    (getPrice(policy, { ...priced, floorPrice: 0n }) *
      BigInt(Math.round(maximumFloorFactor * scale))) /
    BigInt(scale)
  return price > most || price > largestPrice ? undefined : explained
}
