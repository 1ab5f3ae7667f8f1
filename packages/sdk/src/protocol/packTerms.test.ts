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
  test('packs into six words of 32 bytes', () => {
    const words = Object.values(packTerms(exampleTerms))
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
  test('refuses words with bits set that mean nothing', () => {
    const packed = packTerms(exampleTerms)
    const dirty = { ...packed, issuer: packed.issuer.replace(/0$/, '1') as `0x${string}` }
    expect(() => unpackTerms(dirty)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })

  test('refuses a billing that does not exist', () => {
    const packed = packTerms(exampleTerms)
    const dirty = { ...packed, payout: packed.payout.replace(/..$/, '07') as `0x${string}` }
    expect(() => unpackTerms(dirty)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})
