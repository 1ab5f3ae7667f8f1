import { expect, test } from 'vitest'
import { drawThroughputTime } from './drawThroughputTime.js'

const now = 1_800_000_000
const hour = 3_600
const after = (count: number, random?: number) => drawThroughputTime(count, now, random) - now

test('the usual time is six hours while a gateway is new, and a day after that', () => {
  const half = 1 - Math.exp(-1)
  expect([1, 2, 3].map((count) => after(count, half) / hour)).toEqual([6, 6, 6])
  expect([4, 100].map((count) => after(count, half) / hour)).toEqual([24, 24])
})

test('never within ten minutes, and never much later than usual', () => {
  expect(after(1, 0)).toBe(600)
  expect(after(1, 1 - 2 ** -32)).toBe(18 * hour)
  expect(after(9, 1 - 2 ** -32)).toBe(72 * hour)
})

test('it is drawn anew each time', () => {
  const times = new Set(Array.from({ length: 50 }, () => after(1)))
  expect(times.size).toBeGreaterThan(40)
  const mean =
    Array.from({ length: 4_000 }, () => after(1)).reduce((sum, wait) => sum + wait) / 4_000
  expect(mean / hour).toBeGreaterThan(5)
  expect(mean / hour).toBeLessThan(6.5)
})
