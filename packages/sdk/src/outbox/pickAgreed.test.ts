import { expect, test } from 'vitest'
import { pickAgreed } from './pickAgreed.js'

test.each([
  [[7], 1, 7],
  [[9, 7], 2, 9],
  [[99, 8, 7], 3, 8],
  [[99, 98, 8, 7], 4, 98],
  [[99, 98, 9, 8, 7], 5, 9],
])('of %j, said by %d servers, %d is agreed on', (said, servers, agreed) => {
  expect(pickAgreed(said, servers)).toBe(agreed)
})

test('when too few answer, the least that was said counts', () => {
  expect(pickAgreed([99], 3)).toBe(99)
  expect(pickAgreed([99, 7], 5)).toBe(7)
})
