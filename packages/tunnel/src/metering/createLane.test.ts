import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLane } from './createLane.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('what is over the rate is let go in order, when its time has come', () => {
  const lane = createLane(100)
  const gone: string[] = []
  expect(lane.take(10_000, () => gone.push('first'))).toBe(false)
  expect(lane.take(10_000, () => gone.push('second'))).toBe(false)
  vi.advanceTimersByTime(99)
  expect(gone).toEqual([])
  vi.advanceTimersByTime(2)
  expect(gone).toEqual(['first'])
  vi.advanceTimersByTime(100)
  expect(gone).toEqual(['first', 'second'])
})

test('a paused lane lets nothing through, without a rate too, until it is resumed', () => {
  const lane = createLane()
  const gone: string[] = []
  lane.pause()
  expect(lane.take(1, () => gone.push('held'))).toBe(false)
  vi.advanceTimersByTime(60_000)
  expect(gone).toEqual([])
  lane.resume()
  vi.advanceTimersByTime(1)
  expect(gone).toEqual(['held'])
  expect(lane.take(1, () => {})).toBe(true)
})

test('a higher rate shortens waits that have begun', () => {
  const lane = createLane(1)
  const go = vi.fn()
  lane.take(10_000, go)
  vi.advanceTimersByTime(1000)
  lane.setRate(100)
  vi.advanceTimersByTime(85)
  expect(go).not.toHaveBeenCalled()
  vi.advanceTimersByTime(10)
  expect(go).toHaveBeenCalledOnce()
})

test('a closed lane forgets who waits', () => {
  const lane = createLane(1)
  const go = vi.fn()
  lane.take(1000, go)
  lane.close()
  vi.advanceTimersByTime(10_000)
  expect(go).not.toHaveBeenCalled()
})

test('a waiter that takes again from within its turn waits again', () => {
  const lane = createLane(100)
  const times: number[] = []
  const start = performance.now()
  const again = () => {
    times.push(Math.round(performance.now() - start))
    if (times.length < 3) lane.take(10_000, again)
  }
  lane.take(10_000, again)
  vi.advanceTimersByTime(1000)
  expect(times).toEqual([100, 200, 300])
})
