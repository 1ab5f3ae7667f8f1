import { expect, test } from 'vitest'
import { groupTerms } from './groupTerms.js'
import { packTerms } from './packTerms.js'
import { exampleTerms } from './testing/exampleTerms.js'

test('terms with the same half of the seller come together, in the order of the first of each', () => {
  const first = { terms: exampleTerms, id: 1 }
  const second = { terms: { ...exampleTerms, price: 2n }, id: 2 }
  const other = { terms: { ...exampleTerms, duration: 7_200 }, id: 3 }
  const groups = groupTerms([first, other, second])
  expect(groups.map(({ items }) => items.map(({ id }) => id))).toEqual([[1, 2], [3]])
  expect(groups[0]?.seller).toEqual(packTerms(exampleTerms).seller)
  expect(groups[0]?.items[1]?.buyer).toEqual(packTerms(second.terms).buyer)
  expect(groups[1]?.seller).toEqual(packTerms(other.terms).seller)
})

test('nothing makes no groups', () => {
  expect(groupTerms([])).toEqual([])
})
