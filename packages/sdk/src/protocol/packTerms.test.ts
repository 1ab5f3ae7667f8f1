import { describe, expect, test } from 'vitest'
import { packTerms } from './packTerms.js'
import type { Terms } from './terms.js'
import { exampleTerms } from './testing/exampleTerms.js'
import { unpackTerms } from './unpackTerms.js'

const largest: Terms = {
  ...exampleTerms,
  price: 2n ** 96n - 1n,
  minimum: 2n ** 96n - 1n,
  duration: 2 ** 32 - 1,
  renewUntil: 2 ** 40 - 1,
  protocolFee: 65_535,
  sbnFee: 65_535,
  billing: 'metered',
  voucherSigner: '0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF',
}

describe('packTerms', () => {
  test('packs into two halves of three words of 32 bytes', () => {
    const { buyer, seller } = packTerms(exampleTerms)
    const words = [...Object.values(seller), ...Object.values(buyer)]
    expect(words).toHaveLength(6)
    for (const word of words) expect(word).toMatch(/^0x[0-9a-f]{64}$/)
  })

  test.each([
    ['ordinary terms', exampleTerms],
    ['the largest values', largest],
  ])('comes back from unpackTerms: %s', (_, terms) => {
    expect(unpackTerms(packTerms(terms))).toEqual(terms)
  })
})

describe('unpackTerms', () => {
  test.each(['offer', 'payout', 'issuer'] as const)(
    'refuses a word with bits set that mean nothing: %s',
    (name) => {
      const { buyer, seller } = packTerms(exampleTerms)
      const word = seller[name].replace(/0$/, '1') as `0x${string}`
      expect(() => unpackTerms({ buyer, seller: { ...seller, [name]: word } })).toThrow(
        expect.objectContaining({ code: 'INVALID_INPUT' }),
      )
    },
  )

  test('refuses a billing that does not exist', () => {
    const { buyer, seller } = packTerms(exampleTerms)
    const offer = seller.offer.replace(/..0000$/, '070000') as `0x${string}`
    expect(() => unpackTerms({ buyer, seller: { ...seller, offer } })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
  })
})
