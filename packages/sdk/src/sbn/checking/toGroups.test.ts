import { expect, test } from 'vitest'
import type { GeoVote } from '../../geo/classify/toVote.js'
import { toGroups } from './toGroups.js'

const salt = `0x${'5a'.repeat(32)}` as const
const vote = (asn?: number): GeoVote => ({
  ...{ source: 's', stale: false, countries: [], ipType: 'unknown', isAnycast: false },
  ...(asn !== undefined && { asn }),
})
const groups = (exit: string, asn?: number) => toGroups(exit, { votes: [vote(), vote(asn)] }, salt)

test('neighbours of one /24 or /48 are one block, others are not', () => {
  expect(groups('203.0.113.1').block).toBe(groups('203.0.113.254').block)
  expect(groups('203.0.113.1').block).not.toBe(groups('203.0.114.1').block)
  expect(groups('2001:db8:1::1').block).toBe(groups('2001:db8:1:ffff::9').block)
  expect(groups('2001:db8:1::1').block).not.toBe(groups('2001:db8:2::1').block)
  expect(groups('::ffff:203.0.113.1').block).toBe(groups('203.0.113.1').block)
})

test('those of one network share it, and without one there is none', () => {
  expect(groups('203.0.113.1', 64500).network).toBe(groups('198.51.100.1', 64500).network)
  expect(groups('203.0.113.1', 64500).network).not.toBe(groups('203.0.113.1', 64501).network)
  expect(groups('203.0.113.1').network).toBe(undefined)
})

test('another SBN’s are others, so that none is a list of addresses', () => {
  const other = toGroups('203.0.113.1', { votes: [] }, `0x${'00'.repeat(32)}`)
  expect(other.block).not.toBe(groups('203.0.113.1').block)
})
