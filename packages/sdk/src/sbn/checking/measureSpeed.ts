import { measureThroughput, type Throughput } from '../../measuring/measureThroughput.js'
import type { SbnContext } from '../context.js'
import type { Checked } from './locateExit.js'

/** The slower of both directions, in whole Mbit/s, and both of them. */
export type Speed = { mbps: number; throughput: Throughput }

/**
 * How much a session carries, or `undefined` when nothing came through, or less passed the reflector
 * than came through: then somebody on the way made it up.
 */
export async function measureSpeed(
  { throughput: test }: Pick<SbnContext, 'throughput'>,
  { reflector, session, ticket }: Checked,
  signal: AbortSignal,
): Promise<Speed | undefined> {
  try {
    const throughput = await measureThroughput(session, {
      ...test,
      url: reflector,
      arrived: ticket.arrived,
      signal,
    })
    const { down, up } = throughput
    if (ticket.carried.down < down.bytes || ticket.carried.up < up.bytes) return undefined
    return { mbps: Math.floor(Math.min(down.mbps, up.mbps)), throughput }
  } catch {
    return undefined
  }
}
