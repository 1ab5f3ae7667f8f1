import type { Connection, Driver, FetchSession } from '@passband/tunnel'
import { type Hex, hexToBytes } from 'viem'
import { abortable } from '../../internal/abortable.js'
import { getDialAllowance } from '../../internal/getDialAllowance.js'
import type { GatewayStatus, RefusalReason } from '../../protocol/api.js'
import type { DriverCheck } from '../../protocol/gatewayCheck.js'
import { checkPassId } from '../../protocol/registration.js'
import type { SbnContext } from '../context.js'
import type { GatewayRow } from '../tables.js'
import { bringForward } from './bringForward.js'
import { type Challenged, challenge, type Unchallenged } from './challenge.js'
import type { Meetings } from './createMeetings.js'
import { findMates } from './findMates.js'
import { isSpared, judgeClaim } from './judgeClaim.js'
import { type Checked, locateExit } from './locateExit.js'
import { openSession } from './openSession.js'
import { proveAccount } from './proveAccount.js'
import { round, tellPlace, tellSpeed } from './tellCheck.js'
import type { Groups } from './toGroups.js'

/** Longest that connecting may take, in seconds: a machine that accepts and says nothing is down. */
const connectTimeout = 5
/** Longest that proof, exit and latency may take together, in seconds. */
const reachTimeout = 10

/** What a connection that passed is worth. */
export type Found = {
  country: string
  ipType: NonNullable<GatewayStatus['ipType']>
  mbps: number
  latencyMs: number
}

type Parameters = {
  driver: Driver<FetchSession>
  connection: Connection
  checkSecret: Hex
  /** Mbit/s that it claims. */
  claimed: number
  /** Chain time, Unix seconds. */
  clock: () => number
  meetings: Meetings
  /** Whether throughput is measured, or what was measured before stands. */
  measuresSpeed: boolean
  signal: AbortSignal
}

/** What was seen of one way into a gateway; `found` when it passed. */
export type ConnectionCheck = { seen: DriverCheck; moved: number } & (
  | { reason: RefusalReason }
  | { reason?: undefined; found: Found; groups?: Groups | undefined }
)

/** Checks one way into a gateway. Never throws for what the gateway does. */
export async function checkConnection(
  context: SbnContext,
  row: GatewayRow,
  parameters: Parameters,
): Promise<ConnectionCheck> {
  const seen: DriverCheck = { driver: parameters.driver.name }
  const carried = { moved: 0 }
  const result = await look(context, row, parameters, { carried, seen })
  const { moved } = carried
  return result.reason
    ? { reason: result.reason, seen: { ...seen, reason: result.reason }, moved }
    : { found: result.found, groups: result.groups, seen, moved }
}

type Result =
  | { reason: RefusalReason }
  | { reason?: undefined; found: Found; groups?: Groups | undefined }

/** `seen` and the body bytes in `carried` are filled in on the way. */
async function look(
  context: SbnContext,
  row: GatewayRow,
  parameters: Parameters,
  { carried, seen }: { carried: { moved: number }; seen: DriverCheck },
): Promise<Result> {
  const { checkSecret, connection, driver, signal } = parameters
  const begun = performance.now()
  const session = await openSession(driver, connection, {
    passId: checkPassId(context.client.account.address),
    clientSecret: hexToBytes(checkSecret),
    allow: getDialAllowance(context.client.chain),
    signal: within(connectTimeout, signal),
  })
  if ('reason' in session) return session
  seen.setupMs = round(performance.now() - begun)
  const ticket = context.tickets.open(context.throughput.bytes * 1.25)
  const url = new URL(`/checks/${ticket.id}/reflect/`, context.reflectorUrl).href
  const reflector = { url, key: ticket.key }
  const checked: Checked = { session, reflector, ticket }
  try {
    const result = await inspect(context, row, parameters, { carried, checked, seen })
    if (result.reason !== 'NO_TRAFFIC') return result
    // Its way out is broken, or it is not there any more.
    const limit = within(connectTimeout, signal)
    const isThere = await proveAccount(context, session, row.gateway, limit).catch(() => false)
    return isThere ? result : { reason: 'UNREACHABLE' }
  } finally {
    carried.moved += ticket.carried.down + ticket.carried.up
    ticket.close()
    await session.close()
  }
}

/** Looks through a session that is open. */
async function inspect(
  context: SbnContext,
  row: GatewayRow,
  parameters: Parameters,
  { carried, checked, seen }: { carried: { moved: number }; checked: Checked; seen: DriverCheck },
): Promise<Result> {
  const { checkSecret, connection, measuresSpeed, meetings, signal } = parameters
  const { session, ticket } = checked
  const limit = within(reachTimeout, signal)
  const proven = await proveAccount(context, session, row.gateway, limit).catch(() => false)
  if (!proven) return { reason: 'ACCOUNT_NOT_PROVEN' }
  const exit = await locateExit(context, checked, limit)
  Object.assign(seen, tellPlace(exit))
  if (exit.reason) return { reason: exit.reason }
  const challenged = measuresSpeed
    ? await abortable(
        meet(context, row, { clock: parameters.clock, exit, meetings }, async (together) => {
          const way = { connection, checkSecret }
          const test = { ...checked, exit, signal, way }
          const { moved, result } = await challenge(context, row, test)
          carried.moved = moved
          return 'reason' in result ? result : { ...result, speed: { ...result.speed, together } }
        }),
        signal,
      )
    : undefined
  if (challenged) Object.assign(seen, tellChallengers(challenged))
  if (challenged && 'reason' in challenged) return challenged
  const speed = challenged?.speed
  const claim = speed && judgeClaim(context, row, { ...parameters, ...speed })
  if (speed) Object.assign(seen, tellSpeed(speed), claim, tellProof(challenged))
  const mbps = measuresSpeed
    ? speed && addCustomers(context, row, speed.mbps, parameters.clock())
    : row.status.mbps
  // Whatever came after the exit was looked at has to have come from there, too.
  if (ticket.addresses.size > 1) return { reason: 'EXIT_INCONSISTENT' }
  if (mbps === undefined) return { reason: 'NO_TRAFFIC' }
  if (mbps < 1) return { reason: 'TOO_SLOW' }
  if (claim?.belowClaim && !isSpared(row)) return { reason: 'BELOW_CLAIM' }
  if (row.uncountersigned && challenged?.countersigned === false)
    return { reason: 'NOT_COUNTERSIGNED' }
  const { country, groups, ipType, latencyMs } = exit
  return { found: { country, ipType, latencyMs, mbps }, ...(groups && { groups }) }
}

/** Measures when it is this gateway's turn, together with all that could share its line. */
async function meet<value>(
  { store }: SbnContext,
  { gateway }: GatewayRow,
  {
    clock,
    exit,
    meetings,
  }: {
    clock: () => number
    exit: { groups?: Groups | undefined; latencyMs: number }
    meetings: Meetings
  },
  work: (together: number) => Promise<value>,
): Promise<value> {
  const { groups, latencyMs } = exit
  if (!groups) return meetings.join(gateway, 1, work)
  const { gateways, group } = await store.transaction(async (tx) => {
    const mates = await findMates(tx, { gateway, groups, latencyMs, now: clock() })
    await bringForward(tx, mates.gateways)
    return mates
  })
  return meetings.join(group, gateways.length + 1, work)
}

/**
 * A trusted gateway has customers, who slow the test down: up to what it had before, what was sold of it
 * counts as being there.
 */
function addCustomers(
  { reservations }: Pick<SbnContext, 'reservations'>,
  { gateway, status }: GatewayRow,
  measured: number,
  now: number,
): number {
  const { mbps: before = 0 } = status
  if (measured >= before) return measured
  return Math.min(before, measured + reservations.sold(gateway, now))
}

function tellChallengers({ challengers }: Challenged | Unchallenged): Partial<DriverCheck> {
  return challengers ? { challengers } : {}
}

function tellProof({ countersigned, proof }: Challenged): Partial<DriverCheck> {
  return { countersigned, proof }
}

function within(seconds: number, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(seconds * 1_000)])
}
