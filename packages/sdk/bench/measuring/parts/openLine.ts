import type { FetchSession } from '@passband/tunnel'
import {
  type MeasureThroughputOptions,
  measureThroughput,
  type Throughput,
} from '../../../src/measuring/measureThroughput.js'
import { createShapedLink } from './createShapedLink.js'
import { startGatewayProgram } from './startGatewayProgram.js'
import { startReflectorAt } from './startReflectorAt.js'

/**
 * A gateway of the SOCKS driver behind a shaped line: from here to it over the line, and from it to the
 * reflector without a limit.
 */
export async function openLine(
  mbps: number,
  { burst, port }: { burst?: number; port?: (host: string, own: number) => Promise<number> } = {},
) {
  const link = await createShapedLink(mbps, { ...(burst !== undefined && { burst }) })
  const { reflector, ...server } = await startReflectorAt(link.beyond)
  const gateway = await startGatewayProgram(link.there, {
    inside: link.other.inside,
    ...(port && { port: (own: number) => port(link.there, own) }),
  })
  const sessions = new Set<FetchSession>()
  return {
    link,
    reflector,
    async connect(): Promise<FetchSession> {
      const session = await gateway.connect()
      sessions.add(session)
      return session
    },
    /** What one session carries, with round trips meanwhile, as an SBN measures it. */
    measure: (
      session: FetchSession,
      options: Pick<MeasureThroughputOptions, 'ramp' | 'seconds' | 'signal'> = {},
    ): Promise<Throughput> => measureThroughput(session, { reflector, latency: true, ...options }),
    async close() {
      for (const session of sessions) await session.close()
      gateway.close()
      await server.close()
      link.close()
    },
  }
}
