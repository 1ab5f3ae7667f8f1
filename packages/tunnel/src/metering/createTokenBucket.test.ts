import { expect, test } from 'vitest'
import { createTokenBucket } from './createTokenBucket.js'

function setUp(rate?: number, burst?: number) {
  let time = 1000
  const bucket = createTokenBucket({ rate, burst, now: () => time })
  return {
    bucket,
    pass: (milliseconds: number) => {
      time += milliseconds
    },
  }
}

test('bytes are due one after the other at the rate', () => {
  const { bucket } = setUp(100)
  expect(bucket.take(1000)).toBe(1010)
  expect(bucket.take(500)).toBe(1015)
  expect(bucket.take(100)).toBe(1016)
})

test('without a rate everything is due now', () => {
  const { bucket, pass } = setUp()
  expect(bucket.take(1e9)).toBe(1000)
  pass(5)
  expect(bucket.take(1e9)).toBe(1005)
})

test('an idle bucket saves up no more than its burst', () => {
  const { bucket, pass } = setUp(100, 50)
  pass(10_000)
  expect(bucket.take(5000)).toBe(11_000)
  expect(bucket.take(100)).toBe(11_001)
})

test('a busy flow whose timers are late keeps its rate', () => {
  const { bucket, pass } = setUp(100, 50)
  let sent = 0
  let time = 1000
  while (time < 11_000) {
    const due = bucket.take(1000)
    sent += 1000
    const wait = Math.max(0, due - time) + 7
    pass(wait)
    time += wait
  }
  expect(sent / 100).toBeGreaterThan(9900)
  expect(sent / 100).toBeLessThan(10_100)
})

test('a new rate moves what is not yet due', () => {
  const { bucket } = setUp(100)
  expect(bucket.take(10_000)).toBe(1100)
  expect(bucket.setRate(1000)).toBeCloseTo(0.1)
  expect(bucket.take(1000)).toBe(1011)
})

test('taking the rate away makes everything due now, and a later one starts afresh', () => {
  const { bucket } = setUp(1)
  bucket.take(100_000)
  expect(bucket.setRate(undefined)).toBe(0)
  expect(bucket.take(100_000)).toBe(1000)
  expect(bucket.setRate(100)).toBe(0)
  expect(bucket.take(100)).toBe(1001)
})
