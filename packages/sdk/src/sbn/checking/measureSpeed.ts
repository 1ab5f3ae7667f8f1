import { measureThroughput } from '../../measuring/measureThroughput.js'
import type { SbnContext } from '../context.js'
import type { Checked } from './locateExit.js'

/**
 * The slower of both directions, in whole Mbit/s, or `undefined` when nothing came through, or less
 * passed the reflector than came through: then somebody on the way made it up.
 */
export async function measureSpeed(
  { throughput }: Pick<SbnContext, 'throughput'>,
  { reflector, session, ticket }: Checked,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const { down, up } = await measureThroughput(session, {
      ...throughput,
      url: reflector,
      arrived: ticket.arrived,
      signal,
    })
    if (ticket.carried.down < down.bytes || ticket.carried.up < up.bytes) return undefined
    return Math.floor(Math.min(down.mbps, up.mbps))
  } catch {
    return undefined
  }
}
