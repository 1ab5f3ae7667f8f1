import { describe, expect, test } from 'vitest'
import { hashTerms } from './hashTerms.js'
import { exampleTerms } from './testing/exampleTerms.js'

describe('hashTerms', () => {
  test('gives the same id for the same terms', () => {
    expect(hashTerms({ ...exampleTerms })).toBe(hashTerms(exampleTerms))
  })

  test.each(Object.keys(exampleTerms))('gives another id when %s changes', (field) => {
    const value = exampleTerms[field as keyof typeof exampleTerms]
    const changed =
      typeof value === 'bigint'
        ? value + 1n
        : typeof value === 'number'
          ? value + 1
          : value === 'flat'
            ? 'metered'
            : value.replace(/.$/, (digit) => (digit === '1' ? '2' : '1'))
    expect(hashTerms({ ...exampleTerms, [field]: changed })).not.toBe(hashTerms(exampleTerms))
  })
})
