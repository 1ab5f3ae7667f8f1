import { expect, test } from 'vitest'
import { concludePending } from './concludePending.js'

const passId = `0x${'1'.repeat(64)}` as const
const now = 1_800_000_000
const pending = { at: now - 60, passId, driver: 'socks', bought: 80, measured: 40 }
const record = { results: [], pending }
const open = (mbps: number) => ({
  ...{
    drivers: [{ driver: 'socks', mbps }],
    isRefused: false,
    lineMbps: 1_000,
    measuresSpeed: true,
    now,
  },
})

test('a slow pass is held against what an open check gets at the same time', () => {
  const { blind, concluded } = concludePending(record, open(80))
  expect(concluded).toEqual({ passId, share: 0.5 })
  expect(blind).toEqual({ results: [{ at: pending.at, share: 0.5, isTelling: true }] })
  // The line is busy: an open check gets no more.
  expect(concludePending(record, open(42)).concluded?.share).toBeGreaterThan(0.9)
  // So is this SBN's own, which other challengers were not on.
  const shared = { ...open(80), lineMbps: 42 }
  expect(concludePending(record, shared).concluded?.share).toBeGreaterThan(0.9)
})

test('it is not held against more than was bought', () => {
  const bought = { results: [], pending: { ...pending, bought: 40 } }
  expect(concludePending(bought, open(80)).concluded?.share).toBe(1)
})

test('without an open check that measured, it waits, and says nothing in the end', () => {
  const waiting = { ...open(80), measuresSpeed: false }
  expect(concludePending(record, waiting)).toEqual({ blind: record })
  expect(concludePending(record, { ...open(80), now: now + 3_600 })).toEqual({
    blind: { results: [] },
  })
  // Failing the open one is no way out: the next one is compared.
  expect(concludePending(record, { ...open(80), isRefused: true })).toEqual({ blind: record })
  expect(concludePending(undefined, open(80))).toEqual({ blind: undefined })
})
