import { expect, test } from 'vitest'
import { StoreInputError } from '../errors/store.js'
import { numberKey } from './numberKey.js'

test('texts are ordered as the numbers are', () => {
  const numbers = [0, 1, 9, 10, 99, 1_700_000_000, 2 ** 53 - 1, 2n ** 63n, 2n ** 64n - 1n]
  const keys = numbers.map(numberKey)
  expect([...keys].sort()).toEqual(keys)
  expect(new Set(keys.map((key) => key.length))).toEqual(new Set([20]))
  expect(keys.map(BigInt)).toEqual(numbers.map(BigInt))
})

test.each([-1, 0.5, Number.NaN, 2 ** 53, -1n, 2n ** 64n])('%s is refused', (value) => {
  expect(() => numberKey(value)).toThrow(StoreInputError)
})
