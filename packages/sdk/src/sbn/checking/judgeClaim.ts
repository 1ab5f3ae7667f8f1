import type { DirectionThroughput, Throughput } from '../../measuring/measureThroughput.js'
import type { DriverCheck } from '../../protocol/gatewayCheck.js'
import type { SbnContext } from '../context.js'
import type { GatewayRow } from '../tables.js'

/** The part of what is claimed that has to come through. */
const leastShare = 0.5
/** Whole seconds that a direction has to be measured for; less says nothing about a claim. */
const fewestSeconds = 1

/**
 * Whether less than half of what a gateway claims came through, and what that was held against.
 *
 * Passes that run count as having come through, whether they were busy or not. No more is expected than
 * this SBN's own line carries, of those who are measured together no more than their share of it. A test
 * whose bytes were through before a second had counted finds nobody guilty.
 *
 * @param measured.together How many were measured at the same moment.
 */
export function judgeClaim(
  { lineMbps, reservations }: Pick<SbnContext, 'lineMbps' | 'reservations'>,
  { gateway }: Pick<GatewayRow, 'gateway'>,
  measured: {
    claimed: number
    clock: () => number
    throughput: Pick<Throughput, 'down' | 'up'>
    together: number
  },
): Pick<DriverCheck, 'belowClaim' | 'expectedMbps' | 'soldMbps'> {
  const { claimed, clock, throughput, together } = measured
  const expectedMbps = Math.max(1, Math.floor(Math.min(claimed, lineMbps / together)))
  const soldMbps = reservations.sold(gateway, clock())
  const isBelow = ({ mbps, perSecond }: DirectionThroughput) =>
    perSecond.length >= fewestSeconds && mbps + soldMbps < expectedMbps * leastShare
  const belowClaim = isBelow(throughput.down) || isBelow(throughput.up)
  return {
    expectedMbps,
    ...(soldMbps > 0 && { soldMbps }),
    ...(belowClaim && { belowClaim }),
  }
}

/** Whether it is too early to refuse a gateway for its claim: a trusted one has to fall short twice. */
export function isSpared({ speed, status }: Pick<GatewayRow, 'speed' | 'status'>): boolean {
  return status.trusted && !speed?.below
}
