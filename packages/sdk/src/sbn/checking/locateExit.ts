import type { FetchSession } from '@passband/tunnel'
import { type AddressClassification, classifyAddress } from '../../geo/classifyAddress.js'
import { isPossible } from '../../geo/distance/isPossible.js'
import { getDialAllowance } from '../../internal/getDialAllowance.js'
import { type ExitAddresses, getExitAddresses } from '../../measuring/getExitAddresses.js'
import { measureLatency } from '../../measuring/measureLatency.js'
import type { Reflector } from '../../measuring/reflector.js'
import type { Latency } from '../../measuring/summarizeRoundTrips.js'
import type { RefusalReason } from '../../protocol/api.js'
import type { DriverCheck } from '../../protocol/gatewayCheck.js'
import type { SbnContext } from '../context.js'
import type { Found } from './checkConnection.js'
import type { CheckTicket } from './checkTickets.js'
import { type Groups, toGroups } from './toGroups.js'
import { toReason } from './toReason.js'

/** Round trips whose median counts. */
const samples = 5

/** A session that is checked, and the reflector that it is checked with. */
export type Checked = { session: FetchSession; reflector: Reflector; ticket: CheckTicket }

/** What was seen of a session's exit, as far as it went. */
type Seen = {
  families?: DriverCheck['families']
  latency?: Latency | undefined
  place?: AddressClassification | undefined
}

/**
 * Where a session's traffic comes out, and how long the round trip through it takes.
 *
 * Every reflector is asked in the one session, and all of them have to see one address of each family;
 * an address of another family has to be in the same country.
 */
export async function locateExit(
  context: Pick<
    SbnContext,
    'client' | 'geo' | 'geoPolicy' | 'groupsLocal' | 'location' | 'reflectors' | 'salt'
  >,
  { session, reflector, ticket }: Checked,
  signal: AbortSignal,
): Promise<
  | ({ reason: RefusalReason } & Seen)
  | ({ reason?: undefined; place: AddressClassification; groups?: Groups | undefined } & Seen &
      Pick<Found, 'country' | 'ipType' | 'latencyMs'>)
> {
  const { client, groupsLocal, location, salt } = context
  const reflectors = [reflector, ...context.reflectors]
  let addresses: ExitAddresses
  let latency: Latency
  try {
    addresses = await getExitAddresses(session, { reflectors, seconds: 3, signal })
    latency = await measureLatency(session, { reflector, samples, signal })
  } catch (error) {
    return { reason: toReason(error) }
  }
  const [address, ...others] = ticket.addresses
  if (address === undefined) return { reason: 'NO_TRAFFIC', latency }
  const families = (['ipv4', 'ipv6'] as const).filter((family) => addresses[family].length > 0)
  const seen = { families, latency }
  const isOne = addresses.ipv4.length <= 1 && addresses.ipv6.length <= 1
  if (others.length > 0 || !isOne) return { reason: 'EXIT_INCONSISTENT', ...seen }
  const allow = getDialAllowance(client.chain)
  const policy = { ...context.geoPolicy, allow }
  const place = await classifyAddress(context.geo, address, policy)
  const { country, ipType } = place
  if (country === undefined) return { reason: 'COUNTRY_UNKNOWN', place, ...seen }
  const other = [...addresses.ipv4, ...addresses.ipv6].find((one) => one !== address)
  const otherPlace = other && (await classifyAddress(context.geo, other, policy))
  if (otherPlace && otherPlace.country !== country)
    return { reason: 'EXIT_INCONSISTENT', place, ...seen }
  // Both ends of a round trip are here, and its middle is where the gateway is.
  const bounds = location ? [{ ...location, milliseconds: latency.minMs }] : []
  if (!isPossible({ country, roundTrips: bounds }))
    return { reason: 'COUNTRY_IMPOSSIBLE', place, ...seen }
  // Development networks have all gateways on one machine.
  const isLocal = allow.length > 0 && !groupsLocal
  const groups = isLocal ? undefined : toGroups(address, place, salt)
  return { country, ipType, latencyMs: latency.medianMs, place, groups, ...seen }
}
