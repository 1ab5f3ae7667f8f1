import { keccak256, toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { createTestMeter } from './createTestMeter.js'

const key = toHex(1, { size: 32 })
const usage = (down: number, up: number) => ({ down: BigInt(down), up: BigInt(up) })
const megabyte = 1e6

/** A test that moved 1 GB down and 500 MB up, after what was there before. */
function begin() {
  const meter = createTestMeter()
  meter.begin('socks', { commitment: keccak256(key), usage: usage(7, 9) })
  return (changes: Partial<Parameters<typeof meter.end>[1]>, driver = 'socks') =>
    meter.end(driver, {
      ...{ key, down: 990 * megabyte, up: 490 * megabyte },
      usage: usage(1_000 * megabyte + 7, 500 * megabyte + 9),
      ...changes,
    })
}

test('what was counted, apart from overhead, is agreed to once', () => {
  const end = begin()
  expect(end({})).toBe(keccak256(key))
  expect(end({})).toBeUndefined()
})

describe('it does not agree', () => {
  test.each([
    ['that the content came from another key', { key: toHex(2, { size: 32 }) }],
    ['that more came down than was counted', { down: 1_000 * megabyte + 1 }],
    ['that more went up than was counted', { up: 500 * megabyte + 1 }],
    ['that much less came down', { down: 780 * megabyte }],
    ['that much less went up', { up: 380 * megabyte }],
  ])('%s', (_, changes) => {
    expect(begin()(changes)).toBeUndefined()
  })

  test('about another driver', () => {
    expect(begin()({}, 'wireguard')).toBeUndefined()
  })
})

test('what was under way when the test was cut off is forgiven', () => {
  expect(begin()({ down: 790 * megabyte })).toBe(keccak256(key))
})
