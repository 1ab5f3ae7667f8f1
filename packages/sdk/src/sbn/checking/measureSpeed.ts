import { measureThroughput, type Throughput } from '../../measuring/measureThroughput.js'
import type { RefusalReason } from '../../protocol/api.js'
import type { SbnContext } from '../context.js'
import type { Checked } from './locateExit.js'
import { toReason } from './toReason.js'

/** The slower of both directions, in whole Mbit/s, and both of them. */
export type Speed = { mbps: number; throughput: Throughput }

/** How much a session carries, or why that could not be measured. */
export async function measureSpeed(
  { throughput: test }: Pick<SbnContext, 'throughput'>,
  { reflector, session }: Checked,
  signal: AbortSignal,
): Promise<Speed | { reason: RefusalReason }> {
  try {
    const throughput = await measureThroughput(session, {
      ...{ ...test, reflector, latency: true, single: true, signal },
    })
    const { down, up } = throughput
    return { mbps: Math.floor(Math.min(down.mbps, up.mbps)), throughput }
  } catch (error) {
    return { reason: toReason(error) }
  }
}
