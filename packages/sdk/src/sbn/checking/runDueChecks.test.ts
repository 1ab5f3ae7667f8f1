import { expect, test } from 'vitest'
import { getRetryDelay } from './runDueChecks.js'

test('a refused gateway is looked at again after 15 seconds, then ever later, up to an hour', () => {
  const delays = [1, 2, 3, 9, 50].map((failures) => getRetryDelay(failures, 300))
  expect(delays).toEqual([15, 30, 60, 3_600, 3_600])
})

test('where checks are more frequent, so is the first look back', () => {
  expect(getRetryDelay(1, 5)).toBe(5)
})
