import type { Connection, ConnectParameters, Driver, FetchSession } from '@passband/tunnel'
import { hexToBytes } from 'viem'
import { lookupAddress } from '../../geo/lookupAddress.js'
import { getDialAllowance } from '../../internal/getDialAllowance.js'
import { getExitAddress } from '../../measuring/getExitAddress.js'
import { measureLatency } from '../../measuring/measureLatency.js'
import { measureThroughput } from '../../measuring/measureThroughput.js'
import type { GatewayStatus, RefusalReason } from '../../protocol/api.js'
import { checkPassId } from '../../protocol/registration.js'
import type { SbnContext } from '../context.js'
import type { GatewayRow } from '../tables.js'
import { openRegistration } from './openRegistration.js'
import { proveAccount } from './proveAccount.js'

/** Longest that one check may take, in seconds. */
const checkTimeout = 20
/** Longest that the throughput test may take in each direction, in seconds. */
const throughputSeconds = 2

type Found = {
  country: string
  ipType: NonNullable<GatewayStatus['ipType']>
  mbps: number
  latencyMs: number
}

/** What a check found. */
export type CheckResult =
  | { reason: RefusalReason }
  | {
      reason?: undefined
      found: Found
      offers: GatewayRow['offers']
    }

/** Checks a gateway through the service that it sells. Never throws for what the gateway does. */
export async function checkGateway(
  context: SbnContext,
  row: GatewayRow,
  signal: AbortSignal,
): Promise<CheckResult> {
  const registration = await openRegistration(context, row)
  if (!registration) return { reason: 'REGISTRATION_UNREADABLE' }
  const driverOf = (connection: Connection) =>
    context.drivers.find(({ name }) => name === connection.driver)
  const offers = registration.offers.filter(({ connection }) => driverOf(connection))
  const [first] = offers
  const driver = first && driverOf(first.connection)
  if (!driver) return { reason: 'DRIVER_UNKNOWN' }

  const limit = AbortSignal.any([signal, AbortSignal.timeout(checkTimeout * 1_000)])
  const session = await openSession(driver, first.connection, {
    passId: checkPassId(context.client.account.address),
    clientSecret: hexToBytes(registration.checkSecret),
    allow: getDialAllowance(context.client.chain),
    signal: limit,
  })
  if ('reason' in session) return session
  const { close, ticket } = context.tickets.open()
  const reflector = new URL(`/checks/${ticket}/reflect/`, context.reflectorUrl).href
  try {
    const proven = await proveAccount(context, session, row.gateway, limit).catch(() => false)
    if (!proven) return { reason: 'ACCOUNT_NOT_PROVEN' }
    const location = await locate(context, session, reflector, limit)
    if ('reason' in location) return location
    // A trusted gateway has customers, who would slow the test down and be slowed down by it.
    const mbps = row.status.mbps ?? (await measureSpeed(context, session, reflector, limit))
    if (mbps === undefined) return { reason: 'NO_TRAFFIC' }
    if (mbps < 1) return { reason: 'TOO_SLOW' }
    return {
      found: { ...location, mbps: Math.min(registration.mbps, mbps) },
      offers: offers.map(({ connection, services }) => ({ driver: connection.driver, services })),
    }
  } finally {
    close()
    await session.close()
  }
}

/** A session, or why there is none. */
async function openSession(
  driver: Driver<FetchSession>,
  connection: Connection,
  parameters: ConnectParameters,
): Promise<FetchSession | { reason: RefusalReason }> {
  try {
    return await driver.connect(connection, parameters)
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code === 'DIAL_REFUSED' || code === 'CONNECTION_INVALID')
      return { reason: 'ENDPOINT_REFUSED' }
    if (code === 'CREDENTIALS_REJECTED') return { reason: 'CHECK_REJECTED' }
    return { reason: 'UNREACHABLE' }
  }
}

/** Where its traffic comes out, and how long the round trip through it takes. */
async function locate(
  { geo }: SbnContext,
  session: FetchSession,
  reflector: string,
  signal: AbortSignal,
): Promise<Omit<Found, 'mbps'> | { reason: RefusalReason }> {
  const at = (path: string) => new URL(path, reflector).href
  let address: string
  let latencyMs: number
  try {
    address = await getExitAddress(session, { url: at('address'), signal })
    const latency = await measureLatency(session, { url: at('echo'), samples: 5, signal })
    latencyMs = latency.medianMs
  } catch {
    return { reason: 'NO_TRAFFIC' }
  }
  const { country, ipType } = await lookupAddress(geo, address)
  return country === undefined ? { reason: 'COUNTRY_UNKNOWN' } : { country, ipType, latencyMs }
}

/** The slower of both directions, in whole Mbit/s, or `undefined` when nothing came through. */
async function measureSpeed(
  { checkBytes }: SbnContext,
  session: FetchSession,
  reflector: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const { downMbps, upMbps } = await measureThroughput(session, {
      url: reflector,
      bytes: checkBytes,
      seconds: throughputSeconds,
      signal,
    })
    return Math.floor(Math.min(downMbps, upMbps))
  } catch {
    return undefined
  }
}
