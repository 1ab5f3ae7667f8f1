import { expect, test } from 'vitest'
import { createTimeline } from './createTimeline.js'
import { mergeArrivals } from './mergeArrivals.js'

test('bytes are kept by the tenth of a second in which they came, from the first on', () => {
  let time = 12_345
  const timeline = createTimeline(() => time)
  expect(timeline.read()).toEqual({ first: 0, bins: [] })
  timeline.add(1)
  time = 12_399.9
  timeline.add(2)
  time = 12_400
  timeline.add(4)
  time = 12_700
  timeline.add(8)
  expect(timeline.read()).toEqual({ first: 123, bins: [3, 4, 0, 0, 8] })
})

test('what comes after an hour counts for the last bin, and takes no room', () => {
  let time = 0
  const timeline = createTimeline(() => time)
  timeline.add(1)
  for (time of [3_600_000, 1e9]) timeline.add(1)
  const { bins } = timeline.read()
  expect(bins).toHaveLength(36_000)
  expect(bins.at(-1)).toBe(2)
})

test('several timelines are one, bin by bin', () => {
  const parts = [
    { first: 10, bins: [1, 2] },
    { first: 0, bins: [] },
    { first: 8, bins: [4] },
    { first: 11, bins: [8, 16] },
  ]
  expect(mergeArrivals(parts)).toEqual({ first: 8, bins: [4, 0, 1, 10, 16] })
  expect(mergeArrivals([])).toEqual({ first: 0, bins: [] })
})
