import { readFileSync } from 'node:fs'
import { hashTypedData } from 'viem'
import { describe, expect, test } from 'vitest'
import { hashTerms } from './hashTerms.js'
import { quote } from './messages/quote.js'
import { packTerms } from './packTerms.js'
import { billings, type PackedTerms, type Terms } from './terms.js'

// The same file is checked in Solidity: both sides hash and pack alike.
const file = new URL('../../../contracts/test/vectors/terms.json', import.meta.url)
const text = readFileSync(file, 'utf8')
const { domain, vectors } = JSON.parse(text)

describe.each(vectors as { name: string }[])('terms vector "$name"', (vector) => {
  const raw = vector as unknown as {
    terms: { price: unknown; minimum: unknown; billing: number }
    packed: PackedTerms
    passId: string
    deadline: number
    quoteDigest: string
  }
  // Not through the schema: one of them has values that no contract accepts.
  const value = {
    ...raw.terms,
    price: BigInt(raw.terms.price as string),
    minimum: BigInt(raw.terms.minimum as string),
    billing: billings[raw.terms.billing],
  } as Terms

  test('has the same pass id', () => {
    expect(hashTerms(value)).toBe(raw.passId)
  })

  test('packs into the same words', () => {
    expect(packTerms(value)).toEqual(JSON.parse(JSON.stringify(raw.packed).toLowerCase()))
  })

  test('has the same quote digest', () => {
    const digest = hashTypedData({
      domain,
      types: quote.types as Record<string, { name: string; type: string }[]>,
      primaryType: 'Quote',
      message: quote.toTypedData({ terms: value, deadline: raw.deadline }),
    })
    expect(digest).toBe(raw.quoteDigest)
  })
})
