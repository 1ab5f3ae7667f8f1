import { describe, expect, test } from 'vitest'
import {
  defaultPricing,
  explainPrice,
  findPrice,
  getPrice,
  type PricingPolicy,
  parsePricing,
} from './pricing.js'

const policy: PricingPolicy = {
  base: { default: 10_000_000n, vpn: 20_000_000n },
  bandwidth: [{ fromMbps: 100, factor: 0.5 }],
  ipType: { residential: 1.5 },
  country: { US: 2 },
  minimum: 100,
}
const priced = {
  service: 'proxy',
  country: 'DE',
  ipType: 'hosting',
  mbps: 10,
  duration: 3_600,
  floorPrice: 0n,
} as const

describe('getPrice', () => {
  test.each([
    ['Mbit/s and hours', {}, 100_000_000n],
    ['half the time', { duration: 1_800 }, 50_000_000n],
    ['the service’s own base', { service: 'vpn' }, 200_000_000n],
    ['a bandwidth from which it is cheaper', { mbps: 100 }, 500_000_000n],
    ['the type of the address', { ipType: 'residential' }, 150_000_000n],
    ['the country', { country: 'US' }, 200_000_000n],
    ['the gateway’s floor where that is higher', { floorPrice: 30_000_000n }, 300_000_000n],
    ['no floor where that is lower', { floorPrice: 1n }, 100_000_000n],
    ['fractions up', { mbps: 1, duration: 1 }, 2_778n],
  ] as const)('counts %s', (_, change, price) => {
    expect(getPrice(policy, { ...priced, ...change })).toBe(price)
  })

  test('counts how much of the gateway is in use, from where the policy says', () => {
    const load = [
      { fromShare: 0.5, factor: 1.2 },
      { fromShare: 0.9, factor: 2 },
    ]
    const at = (share: number) => getPrice({ ...policy, load }, { ...priced, load: share })
    expect([0, 0.49, 0.5, 0.89, 0.9, 1].map(at)).toEqual([
      ...[100_000_000n, 100_000_000n, 120_000_000n, 120_000_000n, 200_000_000n, 200_000_000n],
    ])
  })

  test('says in plain words what it is made of', () => {
    const change = { mbps: 100, ipType: 'residential', country: 'US', load: 0.75 } as const
    const load = [{ fromShare: 0.5, factor: 1.2 }]
    const { price, reasons } = explainPrice({ ...policy, load }, { ...priced, ...change })
    expect(price).toBe(1_800_000_000n)
    expect(reasons).toEqual([
      '0.1 PRIX per Mbit/s and hour of proxy.',
      '× 0.5 from 100 Mbit/s on.',
      '× 1.5 for a residential address.',
      '× 2 in US.',
      '× 1.2 while 75 % of it are in use.',
      '100 Mbit/s for 3600 seconds: 18 PRIX.',
    ])
    expect(explainPrice(policy, { ...priced, floorPrice: 30_000_000n }).reasons).toEqual([
      '0.1 PRIX per Mbit/s and hour of proxy.',
      'The gateway asks for 0.3 PRIX per Mbit/s and hour.',
      '10 Mbit/s for 3600 seconds: 3 PRIX.',
    ])
    const least = { ...policy, minimumPrice: 500_000_000n }
    expect(explainPrice(least, priced).reasons.at(-1)).toBe('No pass costs less than 5 PRIX.')
  })

  test('is never free', () => {
    const free = { ...policy, base: { default: 0n } }
    expect(getPrice(free, { ...priced, duration: 1 })).toBe(1n)
  })
})

describe('findPrice', () => {
  const find = (floorPrice: bigint, change: Partial<typeof priced> = {}, rules = policy) =>
    findPrice(rules, { ...priced, ...change, floorPrice })?.price

  test('lets a floor triple the price, and no more', () => {
    expect(find(30_000_000n)).toBe(300_000_000n)
    expect(find(30_000_001n)).toBeUndefined()
  })

  test('lets the operator say how much a floor may ask', () => {
    const strict = { ...policy, maximumFloorFactor: 1.5 }
    expect(find(15_000_000n, {}, strict)).toBe(150_000_000n)
    expect(find(15_000_001n, {}, strict)).toBeUndefined()
  })

  test('never goes beyond what the contract can hold', () => {
    const dear = { ...policy, base: { default: 2n ** 96n - 1n } }
    expect(findPrice(dear, { ...priced, mbps: 1, floorPrice: 0n })?.price).toBe(2n ** 96n - 1n)
    expect(findPrice(dear, { ...priced, mbps: 2, floorPrice: 0n })).toBeUndefined()
  })

  test('never goes below the least price', () => {
    expect(getPrice({ ...policy, minimumPrice: 5_000n }, { ...priced, mbps: 1, duration: 1 })).toBe(
      5_000n,
    )
  })
})

describe('parsePricing', () => {
  test('takes the default', () => {
    expect(parsePricing(defaultPricing)).toEqual(defaultPricing)
  })

  test.each([
    ['a minimum above 5 %', { ...policy, minimum: 501 }],
    ['a factor of nothing', { ...policy, country: { DE: 0 } }],
    ['no default base', { ...policy, base: { vpn: 1n } }],
    ['a floor factor below one', { ...policy, maximumFloorFactor: 0.5 }],
    ['a negative least price', { ...policy, minimumPrice: -1n }],
    ['a negative base', { ...policy, base: { default: -1n } }],
  ])('refuses %s', (_, bad) => {
    expect(() => parsePricing(bad)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})
