import { expect, test } from 'vitest'
import { defaultPricing, getPrice } from '../sbn/pricing.js'
import { checkTerms } from './checkTerms.js'

const gateway = (floorPrice: bigint) => ({
  floorPrice,
  mbps: 100,
  services: ['proxy'] as const,
  servers: new Map([['socks', undefined as never]]),
})
const details = { driver: 'socks', mbps: 7, service: 'proxy' } as const

test.each([
  [1n, 1],
  [7n, 3_601],
  [123_457n, 59],
  [10n ** 9n, 86_399],
])(
  'the lowest price that an SBN may ask for a floor of %d over %d s is just enough',
  (floorPrice, duration) => {
    const policy = { ...defaultPricing, base: { default: 0n } }
    const priced = { ...details, country: 'DE', ipType: 'hosting', duration, floorPrice } as const
    const price = getPrice(policy, priced)
    expect(() =>
      checkTerms(gateway(floorPrice), { billing: 'flat', duration, price }, details),
    ).not.toThrow()
    expect(() =>
      checkTerms(gateway(floorPrice), { billing: 'flat', duration, price: price - 1n }, details),
    ).toThrow(expect.objectContaining({ code: 'TERMS_REFUSED', field: 'price' }))
  },
)

test.each([
  ['service', { service: 'vpn' }],
  ['driver', { driver: 'pigeon' }],
  ['mbps', { mbps: 101 }],
] as const)('another %s than what is sold is refused', (field, change) => {
  const terms = { billing: 'flat', duration: 3_600, price: 1n } as const
  expect(() => checkTerms(gateway(0n), terms, { ...details, ...change })).toThrow(
    expect.objectContaining({ code: 'TERMS_REFUSED', field }),
  )
})

test('a metered pass is refused', () => {
  const terms = { billing: 'metered', duration: 3_600, price: 1n } as const
  expect(() => checkTerms(gateway(0n), terms, details)).toThrow(
    expect.objectContaining({ code: 'TERMS_REFUSED', field: 'billing' }),
  )
})
