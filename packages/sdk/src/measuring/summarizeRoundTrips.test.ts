import { expect, test } from 'vitest'
import { summarizeRoundTrips } from './summarizeRoundTrips.js'

test('round trips have a middle, a least one, a spread and a share that was lost', () => {
  expect(summarizeRoundTrips([40, 10, 30, 20, 50], 5)).toEqual({
    ...{ medianMs: 30, minMs: 10, jitterMs: 20, loss: 0.5 },
    samples: [40, 10, 30, 20, 50],
  })
})

test('one that is late now and then is no jitter', () => {
  const samples = [...Array(19).fill(10), 500]
  expect(summarizeRoundTrips(samples, 0)).toMatchObject({ jitterMs: 0, medianMs: 10, loss: 0 })
})

test('the spread of few is in proportion between neighbours', () => {
  expect(summarizeRoundTrips([10, 20], 0)?.jitterMs).toBe(5)
  expect(summarizeRoundTrips([10], 0)?.jitterMs).toBe(0)
})

test('of no round trip there is nothing to say', () => {
  expect(summarizeRoundTrips([], 3)).toBe(undefined)
})
