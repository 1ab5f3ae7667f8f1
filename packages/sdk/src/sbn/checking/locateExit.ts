import type { FetchSession } from '@passband/tunnel'
import { type AddressClassification, classifyAddress } from '../../geo/classifyAddress.js'
import { isPossible } from '../../geo/distance/isPossible.js'
import { getDialAllowance } from '../../internal/getDialAllowance.js'
import { createSeed } from '../../measuring/createKeystream.js'
import { getExitAddress } from '../../measuring/getExitAddress.js'
import { type Latency, measureLatency } from '../../measuring/measureLatency.js'
import type { RefusalReason } from '../../protocol/api.js'
import type { SbnContext } from '../context.js'
import type { Found } from './checkConnection.js'
import type { CheckTicket } from './checkTickets.js'
import { type Groups, toGroups } from './toGroups.js'

/** Round trips whose median counts. */
const samples = 5

/** A session that is checked, and the reflector that it is checked with. */
export type Checked = { session: FetchSession; reflector: string; ticket: CheckTicket }

/**
 * Where a session's traffic comes out, and how long the round trip through it takes.
 *
 * What comes back through the gateway may be the gateway's own invention. So the address is the one
 * that this SBN's reflector saw, and every round trip has to have been seen there.
 */
export async function locateExit(
  {
    client,
    geo,
    geoPolicy,
    groupsLocal,
    location,
    salt,
  }: Pick<SbnContext, 'client' | 'geo' | 'geoPolicy' | 'groupsLocal' | 'location' | 'salt'>,
  { session, reflector, ticket }: Checked,
  signal: AbortSignal,
): Promise<
  | { reason: RefusalReason; place?: AddressClassification | undefined; roundTrips?: number[] }
  | ({
      reason?: undefined
      place: AddressClassification
      roundTrips: number[]
      groups?: Groups | undefined
    } & Pick<Found, 'country' | 'ipType' | 'latencyMs'>)
> {
  const nonce = createSeed()
  const url = new URL('address', reflector)
  url.searchParams.set('nonce', nonce)
  let told: string
  let latency: Latency
  try {
    told = await getExitAddress(session, { url, signal })
    latency = await measureLatency(session, {
      url: new URL('echo', reflector),
      samples,
      signal,
    })
  } catch {
    return { reason: 'NO_TRAFFIC' }
  }
  // The address, the round trip that opens the connection, and those that count.
  if (!ticket.nonces.has(nonce) || ticket.nonces.size < samples + 2) return { reason: 'NO_TRAFFIC' }
  const [address = '', ...others] = ticket.addresses
  if (others.length > 0 || told !== address) return { reason: 'EXIT_INCONSISTENT' }
  const allow = getDialAllowance(client.chain)
  const place = await classifyAddress(geo, address, { ...geoPolicy, allow })
  const { country, ipType } = place
  const roundTrips = latency.samples
  if (country === undefined) return { reason: 'COUNTRY_UNKNOWN', place, roundTrips }
  // Both ends of a round trip are here, and its middle is where the gateway is.
  const seen = location ? [{ ...location, milliseconds: latency.minMs }] : []
  if (!isPossible({ country, roundTrips: seen }))
    return { reason: 'COUNTRY_IMPOSSIBLE', place, roundTrips }
  // Development networks have all gateways on one machine.
  const isLocal = allow.length > 0 && !groupsLocal
  const groups = isLocal ? undefined : toGroups(address, place, salt)
  return { country, ipType, latencyMs: latency.medianMs, place, roundTrips, groups }
}
