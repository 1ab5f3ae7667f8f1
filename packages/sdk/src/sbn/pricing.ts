import * as z from 'zod/mini'
import { InvalidInputError } from '../errors/input.js'
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
}

const scale = 1_000_000

/**
 * The price of a pass in PRIX base units, rounded up: base × bandwidth × IP type × country, and never
 * below the gateway's floor or the policy's least price.
 *
 * @example
 * ```ts
 * getPrice(defaultPricing, { service: 'proxy', country: 'DE', ipType: 'hosting', mbps: 20, duration: 3600, floorPrice: 0n })
 * // 100000000n, which is 1 PRIX
 * ```
 */
export function getPrice(policy: PricingPolicy, priced: Priced): bigint {
  const base = policy.base[priced.service] ?? policy.base.default ?? 0n
  const bandwidth = policy.bandwidth.filter(({ fromMbps }) => priced.mbps >= fromMbps).at(-1)
  const factors = [
    bandwidth?.factor ?? 1,
    policy.ipType[priced.ipType] ?? 1,
    policy.country[priced.country] ?? 1,
  ]
  let rate = base * BigInt(scale)
  for (const value of factors) rate = (rate * BigInt(Math.round(value * scale))) / BigInt(scale)
  const floor = priced.floorPrice * BigInt(scale)
  const perHour = (rate > floor ? rate : floor) * BigInt(priced.mbps)
  const divisor = BigInt(scale) * 3_600n
  const price = (perHour * BigInt(priced.duration) + divisor - 1n) / divisor
  const { minimumPrice = 1n } = policy
  const least = minimumPrice > 0n ? minimumPrice : 1n
  return price > least ? price : least
}

/** Most that the contract can hold for a pass: 96 bits. */
const largestPrice = 2n ** 96n - 1n

/**
 * The price at which a gateway's pass is offered, or `undefined` when it is not: its floor asks for
 * more than `maximumFloorFactor` times what the policy would, or the contract cannot hold so much.
 */
export function findPrice(policy: PricingPolicy, priced: Priced): bigint | undefined {
  const price = getPrice(policy, priced)
  const { maximumFloorFactor = 3 } = policy
  const most =
    (getPrice(policy, { ...priced, floorPrice: 0n }) *
      BigInt(Math.round(maximumFloorFactor * scale))) /
    BigInt(scale)
  return price > most || price > largestPrice ? undefined : price
}
