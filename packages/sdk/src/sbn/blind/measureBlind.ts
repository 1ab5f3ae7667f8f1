import type { FetchSession } from '@passband/tunnel'
import { classifyAddress } from '../../geo/classifyAddress.js'
import { getDialAllowance } from '../../internal/getDialAllowance.js'
import { getExitAddress } from '../../measuring/getExitAddress.js'
import { measureLatency } from '../../measuring/measureLatency.js'
import { measureThroughput } from '../../measuring/measureThroughput.js'
import type { RefusalReason } from '../../protocol/api.js'
import type { DriverCheck } from '../../protocol/gatewayCheck.js'
import type { Meetings } from '../checking/createMeetings.js'
import { tellPlace, tellSpeed } from '../checking/tellCheck.js'
import { toReason } from '../checking/toReason.js'
import type { SbnContext } from '../context.js'
import type { GatewayRow } from '../tables.js'
import type { Blind } from './blindShopper.js'
import { openBlindReflector } from './openBlindReflector.js'

/** What a session of a blind check showed. */
export type BlindFindings = {
  seen: DriverCheck
  /** Mbit/s; 0 when it is not what was sold. */
  mbps: number
  reason?: RefusalReason | undefined
}

export type BlindMeasurement = {
  /** Most bytes to move in each direction. */
  bytes: number
  driver: string
  meetings: Meetings
  /** Told what was moved in all, in bytes. */
  onMoved: (bytes: number) => void
  session: FetchSession
  signal: AbortSignal
}

/** How long customers measure who verify what they bought, in seconds. */
const usual = { ramp: 1, seconds: 5 }

/**
 * Measures a session that was bought, when it is its turn. What passes through it is what
 * `pass.verify()` sends for any customer.
 */
export async function measureBlind(
  context: SbnContext & { blind: Blind },
  { gateway, status }: Pick<GatewayRow, 'gateway' | 'status'>,
  { bytes, driver, meetings, onMoved, session, signal }: BlindMeasurement,
): Promise<BlindFindings> {
  const seen: DriverCheck = { driver }
  const fail = (reason: RefusalReason) => ({ seen: { ...seen, reason }, mbps: 0, reason })
  const { ramp = usual.ramp, seconds = usual.seconds, streams } = context.throughput
  const { close, getMoved, reflector } = openBlindReflector(context, bytes)
  try {
    const exit = await getExitAddress(session, { reflector, signal })
    const latency = await measureLatency(session, { reflector, signal })
    const policy = { ...context.geoPolicy, allow: getDialAllowance(context.client.chain) }
    const place = await classifyAddress(context.geo, exit, policy)
    Object.assign(seen, tellPlace({ latency, place }))
    // Groups are of no concern here: who shares a line with whom, the open checks find out.
    const throughput = await meetings.join(`blind/${gateway}`, 1, () =>
      measureThroughput(session, {
        ...{ bytes, latency: true, reflector, signal, streams },
        ramp: Math.min(ramp, usual.ramp),
        seconds: Math.min(seconds, usual.seconds),
      }),
    )
    const { down, up } = throughput
    const mbps = Math.min(down.mbps, up.mbps)
    Object.assign(seen, tellSpeed({ mbps: Math.floor(mbps), throughput }))
    const isElsewhere = place.country !== undefined && place.country !== status.country
    return isElsewhere ? fail('EXIT_INCONSISTENT') : { seen, mbps }
  } catch (error) {
    signal.throwIfAborted()
    return fail(toReason(error))
  } finally {
    onMoved(getMoved())
    close()
  }
}
