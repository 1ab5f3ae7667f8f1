import * as z from 'zod/mini'
import { InvalidInputError } from '../errors/input.js'
import { amount, basisPoints, ipType } from '../protocol/schemas.js'
import type { Service } from '../protocol/service.js'

const factor = z.number().check(z.positive(), z.maximum(1_000))

const schema = z.object({
  /** PRIX base units per Mbit/s and hour, by service; `default` for all others. */
  base: z.record(z.string(), amount),
  /** Factors from a bandwidth (Mbit/s) on; the last that applies counts. */
  bandwidth: z.array(z.object({ fromMbps: z.number(), factor })),
  ipType: z.partialRecord(ipType, factor),
  country: z.record(z.string(), factor),
  /** What is owed at least, in basis points of the price; at most 500. */
  minimum: basisPoints.check(z.maximum(500)),
})

/** How an SBN prices: data, so that it can be read, changed and explained. */
export type PricingPolicy = z.output<typeof schema>

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
}

/**
 * Checks a policy.
 *
 * @throws {@link InvalidInputError} when it is not usable.
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
  ipType: z.output<typeof ipType>
  mbps: number
  /** Seconds. */
  duration: number
  /** The gateway's floor, PRIX base units per Mbit/s and hour. */
  floorPrice: bigint
}

const scale = 1_000_000

/**
 * The price of a pass in PRIX base units, rounded up: base × bandwidth × IP type × country, and never
 * below the gateway's floor.
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
  return price > 0n ? price : 1n
}
