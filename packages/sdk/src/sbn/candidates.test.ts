import { expect, test } from 'vitest'
import { createCandidates } from './candidates.js'
import type { GatewayRow } from './tables.js'

const gateway = '0x2222222222222222222222222222222222222222' as const
const createRow = (change: Partial<GatewayRow> = {}): GatewayRow => ({
  gateway,
  payee: gateway,
  floorPrice: 0n,
  sequence: '1',
  sealed: '0x1234',
  status: { gateway, trusted: true, country: 'DE', mbps: 100, floorPrice: 0n },
  offers: [],
  nextCheckAt: 0,
  ...change,
})

test('candidates are trusted gateways, without what they sealed', () => {
  const candidates = createCandidates()
  candidates.set(gateway, createRow(), candidates.stamp())
  expect(candidates.list()).toMatchObject([{ gateway }])
  expect(candidates.list()[0]).not.toHaveProperty('sealed')
  const status = { gateway, trusted: false, floorPrice: 0n } as const
  candidates.set(gateway, createRow({ status }), candidates.stamp())
  expect(candidates.list()).toEqual([])
})

test('a change that is told late does not undo a later one', () => {
  const candidates = createCandidates()
  const [first, second] = [candidates.stamp(), candidates.stamp()]
  candidates.set(gateway, undefined, second)
  candidates.set(gateway, createRow(), first)
  expect(candidates.list()).toEqual([])
})
