import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPass } from './createPass.js'

const clientKey = new Uint8Array(32).fill(9)
const now = () => Date.now() / 1000

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp(grant: { expiresAt?: number; quota?: bigint } = {}) {
  const onEnd = vi.fn()
  const pass = createPass('p', onEnd)
  pass.grant({ passId: 'p', clientKey, expiresAt: now() + 100, ...grant })
  return { pass, onEnd }
}

test('a pass ends at the very second, and its flows hear why', () => {
  const { pass, onEnd } = setUp()
  const close = vi.fn()
  pass.attach(close)
  vi.advanceTimersByTime(99_999)
  expect(pass.ended).toBeUndefined()
  vi.advanceTimersByTime(1)
  expect(pass.ended).toBe('expired')
  expect(close).toHaveBeenCalledExactlyOnceWith('expired')
  expect(onEnd).toHaveBeenCalledExactlyOnceWith(pass, 'expired')
  expect(pass.carry('up', 10)).toBe(0)
})

test('a pass of many years outlives the longest timer and still ends at its second', () => {
  const years = 5 * 365 * 86_400
  const { pass } = setUp({ expiresAt: now() + years })
  vi.setSystemTime(Date.now() + (years - 30) * 1000)
  vi.advanceTimersByTime(29_000)
  expect(pass.ended).toBeUndefined()
  vi.advanceTimersByTime(61_000)
  expect(pass.ended).toBe('expired')
})

test('the quota carries exactly its bytes, both directions together, then ends the pass', async () => {
  const { pass, onEnd } = setUp({ quota: 1000n })
  expect(pass.carry('up', 600)).toBe(600)
  expect(pass.carry('down', 600)).toBe(400)
  expect(pass.carry('down', 1)).toBe(0)
  await Promise.resolve()
  expect(onEnd).toHaveBeenCalledExactlyOnceWith(pass, 'quota')
  expect(pass.usage()).toEqual({ up: 600n, down: 400n })
})

test('usage never falls, whatever a later grant says was used', () => {
  const { pass } = setUp()
  pass.carry('up', 500)
  const grant = { passId: 'p', clientKey, expiresAt: now() + 100 }
  pass.grant({ ...grant, used: { up: 100n, down: 50n } })
  expect(pass.usage()).toEqual({ up: 500n, down: 50n })
  pass.grant(grant)
  expect(pass.usage()).toEqual({ up: 500n, down: 50n })
})

test('byte counts beyond what a number holds stay exact', () => {
  const { pass } = setUp()
  const huge = 2n ** 60n + 1n
  pass.grant({ passId: 'p', clientKey, expiresAt: now() + 100, used: { up: huge, down: 0n } })
  pass.carry('up', 2)
  expect(pass.usage().up).toBe(huge + 2n)
})

test('control goes on while a pass is paused, and is not counted then', () => {
  const { pass } = setUp()
  pass.pause()
  expect(pass.carryControl('up', 500, true)).toBe(0)
  expect(pass.usage()).toEqual({ up: 0n, down: 0n })
  pass.resume()
  pass.carryControl('up', 500, true)
  pass.carryControl('up', 9, false)
  expect(pass.usage()).toEqual({ up: 500n, down: 0n })
})

test('control waits by the rate of the pass, paused or not, and flows wait for control', () => {
  const { pass } = setUp()
  pass.update({ mbps: 8 })
  expect(pass.carryControl('down', 150_000, true)).toBe(150)
  expect(pass.lanes.down.take(1, () => {})).toBe(false)
  expect(pass.lanes.up.take(1, () => {})).toBe(true)
  pass.pause()
  expect(pass.carryControl('down', 100_000, true)).toBe(250)
})
