import { expect, test } from 'vitest'
import { countSeconds } from './countSeconds.js'
import { median } from './median.js'

const bins = (seconds: number, perBin: number) => Array<number>(seconds * 10).fill(perBin)
const even = { ramp: 2, seconds: 10, isCut: false }

test('the seconds after the ramp count, each with the bytes of its ten bins', () => {
  const arrivals = { first: 7, bins: [...bins(2, 99), ...bins(10, 5), ...bins(1, 77)] }
  expect(countSeconds(arrivals, even)).toEqual(Array(10).fill(50))
})

test('a burst in the ramp does not count, and one after it does not move the median', () => {
  // Four times as fast for a second, after having been idle.
  const early = { first: 0, bins: [...bins(1, 400), ...bins(11, 100)] }
  expect(median(countSeconds(early, even))).toBe(1_000)
  const late = { first: 0, bins: [...bins(6, 100), ...bins(4, 400), ...bins(2, 100)] }
  expect(median(countSeconds(late, even))).toBe(1_000)
})

test('silence at the end counts as nothing, unless it was ended early', () => {
  const arrivals = { first: 0, bins: bins(8, 1) }
  expect(countSeconds(arrivals, even)).toEqual([...Array(6).fill(10), 0, 0, 0, 0])
  expect(countSeconds(arrivals, { ...even, isCut: true })).toEqual(Array(6).fill(10))
})

test('what ended within the ramp has no second', () => {
  expect(countSeconds({ first: 0, bins: bins(1, 1) }, { ...even, isCut: true })).toEqual([])
})

test('the median is the middle, or between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([])).toBe(0)
})
