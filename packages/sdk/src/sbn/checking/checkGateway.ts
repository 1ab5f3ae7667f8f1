import { isDeepStrictEqual } from 'node:util'
import type { RefusalReason } from '../../protocol/api.js'
import type { DriverCheck } from '../../protocol/gatewayCheck.js'
import type { Registration } from '../../protocol/registration.js'
import type { SbnContext } from '../context.js'
import type { GatewayRow } from '../tables.js'
import { checkConnection, type Found } from './checkConnection.js'
import type { Meetings } from './createMeetings.js'
import { openRegistration } from './openRegistration.js'
import type { Groups } from './toGroups.js'

/** What a check found. */
export type CheckResult = {
  /** What was seen of each driver. */
  drivers: DriverCheck[]
  /** Body bytes that were moved. */
  moved: number
  /** Mbit/s that it claims; `undefined` when its registration does not open. */
  claimed?: number | undefined
} & (
  | { reason: RefusalReason }
  | {
      reason?: undefined
      found: Found
      offers: GatewayRow['offers']
      groups?: Groups | undefined
    }
)

/**
 * Checks a gateway through the service that it sells, once for each driver. Never throws for what
 * the gateway does.
 *
 * @param parameters.clock Chain time.
 * @param parameters.meetings Where throughput is measured.
 * @param parameters.measuresSpeed Whether it is measured now; what was found before stands otherwise.
 * @returns Only what went through the check: an offer with another connection of the same driver
 * was not looked at, and is not there. Neither is a driver whose traffic comes out in another
 * country, or at another type of address, than that of the first.
 */
export async function checkGateway(
  context: SbnContext,
  row: GatewayRow,
  parameters: {
    clock: () => number
    meetings: Meetings
    measuresSpeed: boolean
    signal: AbortSignal
  },
): Promise<CheckResult> {
  const registration = await openRegistration(context, row)
  if (!registration) return { reason: 'REGISTRATION_UNREADABLE', drivers: [], moved: 0 }
  let refused: RefusalReason = 'DRIVER_UNKNOWN'
  let all: Found | undefined
  const offers: GatewayRow['offers'] = []
  const drivers: DriverCheck[] = []
  let moved = 0
  let groups: Groups | undefined
  for (const driver of context.drivers) {
    const first = registration.offers.find(({ connection }) => connection.driver === driver.name)
    if (!first) continue
    const { connection } = first
    const { checkSecret } = registration
    const result = await checkConnection(context, row, {
      ...parameters,
      driver,
      connection,
      checkSecret,
      claimed: registration.mbps,
    })
    drivers.push(result.seen)
    moved += result.moved
    // What is claimed is claimed for all drivers.
    if (result.reason === 'BELOW_CLAIM')
      return { claimed: registration.mbps, drivers, moved, reason: result.reason }
    if (result.reason) {
      refused = result.reason
      continue
    }
    const { found } = result
    groups ??= result.groups
    if (all && (all.country !== found.country || all.ipType !== found.ipType)) continue
    all = {
      ...found,
      mbps: Math.min(registration.mbps, found.mbps, all?.mbps ?? found.mbps),
      latencyMs: Math.max(found.latencyMs, all?.latencyMs ?? 0),
    }
    offers.push(...listOffers(registration, connection))
  }
  const claimed = registration.mbps
  return all
    ? { claimed, drivers, found: all, groups, moved, offers }
    : { claimed, drivers, moved, reason: refused }
}

function listOffers(
  { offers }: Registration,
  checked: Registration['offers'][number]['connection'],
): GatewayRow['offers'] {
  return offers
    .filter(({ connection }) => isDeepStrictEqual(connection, checked))
    .map(({ services }) => ({ driver: checked.driver, services }))
}
