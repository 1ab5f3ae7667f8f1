import { measureThroughput } from '../../measuring/measureThroughput.js'
import type { SbnContext } from '../context.js'
import type { Checked } from './locateExit.js'

/** Longest that the throughput test may take in each direction, in seconds. */
const throughputSeconds = 2

/**
 * The slower of both directions, in whole Mbit/s, or `undefined` when nothing came through, or less
 * passed the reflector than came through: then somebody on the way made it up.
 */
export async function measureSpeed(
  { checkBytes }: Pick<SbnContext, 'checkBytes'>,
  { reflector, session, ticket }: Checked,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const { downBytes, downMbps, upBytes, upMbps } = await measureThroughput(session, {
      url: reflector,
      bytes: checkBytes,
      seconds: throughputSeconds,
      signal,
    })
    const { down, up } = ticket.carried
    if (down < downBytes || up < upBytes) return undefined
    return Math.floor(Math.min(downMbps, upMbps))
  } catch {
    return undefined
  }
}
