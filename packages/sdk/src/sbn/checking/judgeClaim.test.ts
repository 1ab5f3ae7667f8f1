import { expect, test } from 'vitest'
import { createReservations } from '../reservations.js'
import { isSpared, judgeClaim } from './judgeClaim.js'

const gateway = '0x2222222222222222222222222222222222222222' as const
const now = 1_000

/** What is said of a gateway that claims 100 Mbit/s, of which so much comes through. */
function judge({
  claimed = 100,
  down = 100,
  seconds = 10,
  together = 1,
  up = 100,
  lineMbps = 1_000,
  reservations = createReservations(),
}) {
  const direction = (mbps: number) => ({ mbps, bytes: 1, perSecond: Array(seconds).fill(mbps) })
  return judgeClaim(
    { lineMbps, reservations },
    { gateway },
    {
      ...{ claimed, clock: () => now, together },
      throughput: { down: direction(down), up: direction(up) },
    },
  )
}

test('half of what is claimed is enough, in both directions', () => {
  expect(judge({ down: 50, up: 50 })).toEqual({ expectedMbps: 100 })
  expect(judge({ down: 49 })).toEqual({ expectedMbps: 100, belowClaim: true })
  expect(judge({ up: 49 })).toEqual({ expectedMbps: 100, belowClaim: true })
})

test('a test that was over before a second had counted finds nobody guilty', () => {
  expect(judge({ down: 1, up: 1, seconds: 0 })).toEqual({ expectedMbps: 100 })
  expect(judge({ down: 1, up: 1, seconds: 1 })).toMatchObject({ belowClaim: true })
})

test('passes that run count as having come through, and open quotes and ended passes do not', () => {
  const reservations = createReservations()
  const held = { gateway, mbps: 40 }
  reservations.hold('0x01', { ...held, until: now + 1 })
  expect(judge({ down: 10, reservations })).toEqual({ expectedMbps: 100, soldMbps: 40 })
  expect(judge({ down: 9, reservations })).toMatchObject({ belowClaim: true })
  reservations.hold('0x02', { ...held, until: now })
  const quote = { ...held, until: now + 1, subscriber: gateway, price: 1n }
  reservations.holdQuote('0x03', quote)
  expect(judge({ down: 9, reservations })).toMatchObject({ soldMbps: 40, belowClaim: true })
})

test('no more is expected than the SBN’s line carries, shared by those who are measured together', () => {
  expect(judge({ claimed: 5_000, down: 500, up: 500 })).toEqual({ expectedMbps: 1_000 })
  const shared = { down: 13, up: 13, lineMbps: 100, together: 4 }
  expect(judge(shared)).toEqual({ expectedMbps: 25 })
  expect(judge({ ...shared, up: 12 })).toEqual({ expectedMbps: 25, belowClaim: true })
})

test('one that is trusted is refused the second time, and one that is not the first time', () => {
  const status = { gateway, trusted: true, floorPrice: 0n }
  const speed = { at: now, count: 1, next: now }
  expect(isSpared({ status, speed })).toBe(true)
  expect(isSpared({ status, speed: { ...speed, below: true } })).toBe(false)
  expect(isSpared({ status: { ...status, trusted: false } })).toBe(false)
})
