import type { Pool } from '../../internal/createPool.js'
import { getChainTime } from '../../internal/getChainTime.js'
import { draftFindings } from '../attesting/draftFindings.js'
import { concludePending } from '../blind/concludePending.js'
import { isFavouring } from '../blind/judgeResults.js'
import { isBlindNext, planNext } from '../blind/planTests.js'
import { runDueBlind } from '../blind/runDueBlind.js'
import type { SbnContext } from '../context.js'
import { type GatewayRow, gateways } from '../tables.js'
import { type CheckResult, checkGateway } from './checkGateway.js'
import type { Meetings } from './createMeetings.js'
import { isCheckerWell } from './isCheckerWell.js'
import { keepCheck } from './keepCheck.js'
import { recordCheck } from './recordCheck.js'
import { returnTraffic, takeTraffic } from './traffic.js'

/** Seconds until a refused gateway is looked at again; each time twice as long. */
const retryInterval = 15
/** Seconds until a new gateway is looked at again when the day's traffic is used up. */
const scarcity = 600
/** Bytes that a check without a throughput test may move in one direction. */
const smallCheck = 1024 ** 2
/** Seconds until throughput is measured again of a gateway that carries less than half of its claim. */
const patience = 600
/** Longest that a refused gateway waits for its next check, in seconds. */
const longestRetry = 3_600
/**
 * Where checks run: several at a time, but throughput is measured for one after the other, or for those
 * that could share a line together. Blind checks run beside them, in the shops.
 */
export type Checking = { meetings: Meetings; pool: Pool; shops: Pool }

/**
 * Starts the checks of gateways whose time has come, as far as there are places: trusted ones first,
 * then new ones, then refused ones.
 */
export async function runDueChecks(
  context: SbnContext,
  { meetings, pool, shops }: Checking,
  signal: AbortSignal,
): Promise<void> {
  const { client, store } = context
  const now = await getChainTime(client)
  const begun = performance.now()
  const clock = () => now + Math.ceil((performance.now() - begun) / 1_000)
  const rows = await store.transaction((tx) => gateways.list(tx))
  const due = rows
    .map(({ value }) => value)
    .filter(({ nextCheckAt }) => nextCheckAt <= now)
    .sort((a, b) => getRank(a) - getRank(b) || a.nextCheckAt - b.nextCheckAt)
  for (const row of due)
    pool.offer(row.gateway, () => checkOne(context, row, { clock, meetings, signal }))
  const all = rows.map(({ value }) => value)
  runDueBlind(context, all, { clock, meetings, pool: shops, signal })
}

function getRank({ failures = 0, status }: GatewayRow): number {
  if (status.trusted) return 0
  return failures === 0 ? 1 : 2
}

async function checkOne(
  context: SbnContext,
  row: GatewayRow,
  { clock, meetings, signal }: { clock: () => number; meetings: Meetings; signal: AbortSignal },
): Promise<void> {
  const { events, store } = context
  try {
    // It may have been checked or replaced since the list was read.
    const current = await store.transaction((tx) => gateways.get(tx, row.gateway))
    if (current?.nextCheckAt !== row.nextCheckAt) return
    // One that favours checks does for this one what is known.
    const isNew = !current.status.trusted && !isFavouring(current.blind, clock())
    // Whether it countersigns only an open check tells.
    const isBlind = !current.uncountersigned && isBlindNext(context, current, clock())
    const isDue = isNew || (!isBlind && (current.speed?.next ?? 0) <= clock())
    const reserved = isDue ? await reserveTraffic(context, current, clock()) : undefined
    // Nothing is known of it, and nothing can be found out today.
    if (isNew && !reserved) return await postpone(context, row, clock() + scarcity)
    events.emit('checkStarted', { gateway: row.gateway })
    const measuresSpeed = reserved !== undefined
    const throughput = { ...context.throughput, bytes: reserved?.most ?? smallCheck }
    const limited = { ...context, throughput }
    const result = await checkGateway(limited, row, { clock, meetings, measuresSpeed, signal })
    await settleTraffic(context, (reserved?.bytes ?? 0) - result.moved, clock())
    if (signal.aborted) return
    if (await isOurFault(context, row, result, signal)) await excuse(context, row, result, clock())
    else await record(context, row, { ...result, measuresSpeed }, clock())
  } catch (error) {
    if (signal.aborted) return
    events.emit('error', { error })
    // The checker failed, not the gateway: it stays what it was, and the others have their turn.
    await postpone(context, row, clock()).catch((error) => events.emit('error', { error }))
  }
}

/** Whether a gateway that was there before is out of reach because this SBN is cut off. */
async function isOurFault(
  context: SbnContext,
  { status }: GatewayRow,
  { reason }: CheckResult,
  signal: AbortSignal,
): Promise<boolean> {
  if (!status.trusted || (reason !== 'UNREACHABLE' && reason !== 'NO_TRAFFIC')) return false
  return !(await isCheckerWell(context, signal))
}

/** What was found before stands, with its age. */
async function excuse(
  context: SbnContext,
  row: GatewayRow,
  { drivers }: CheckResult,
  now: number,
): Promise<void> {
  const { events, store } = context
  await store.transaction((tx) =>
    keepCheck(tx, row.gateway, {
      ...{ at: now, outcome: 'unavailable', reason: 'CHECKER_UNAVAILABLE', drivers },
    }),
  )
  await postpone(context, row, now)
  events.emit('checkerUnavailable', { gateway: row.gateway })
}

/** Seconds until the next check of a gateway that was refused so many times in a row. */
export function getRetryDelay(failures: number, checkInterval: number): number {
  const first = Math.min(retryInterval, checkInterval)
  return Math.min(first * 2 ** Math.min(failures - 1, 20), longestRetry)
}

/** A registration that came in during the check is checked again. */
async function record(
  context: SbnContext,
  checked: GatewayRow,
  result: CheckResult & { measuresSpeed: boolean },
  now: number,
): Promise<void> {
  const { candidates, events, store } = context
  const { gateway } = checked
  const changed = await store.transaction(async (tx) => {
    const current = await gateways.get(tx, gateway)
    if (current?.sequence !== checked.sequence) return undefined
    const { drivers, measuresSpeed } = result
    const compared = {
      ...{ drivers, lineMbps: context.lineMbps, measuresSpeed, now },
      isRefused: result.reason !== undefined,
    }
    const { blind, concluded } = concludePending(current.blind, compared)
    const favours = isFavouring(blind, now)
    const reason = result.reason ?? (favours ? ('FAVOURS_CHECKS' as const) : undefined)
    const outcome = reason ? 'refused' : 'passed'
    const kept = await keepCheck(tx, gateway, {
      at: now,
      outcome,
      ...(reason && { reason }),
      drivers,
    })
    const base = { gateway, floorPrice: current.floorPrice, checkedAt: now }
    const failures = result.reason ? (current.failures ?? 0) + 1 : 0
    const { claimed } = result
    const record = recordCheck(current.record, result.reason, now)
    const { count = 0 } = current.speed ?? {}
    const below = drivers.some((driver) => driver.belowClaim)
    const uncountersigned = drivers.some(({ countersigned }) => countersigned === false)
    // Once more soon: it may have been a hitch, and twice in a row is a refusal.
    const soon = now + Math.min(retryInterval, context.checkInterval)
    const planned = planNext(context, { blind, count: count + 1 }, now)
    const open = { at: now, count: count + 1, ...(below && { below }) }
    // What was found has to be found again, in the same way.
    const again = uncountersigned ? soon : below ? now + patience : undefined
    const speed = again === undefined ? planned : { ...open, next: again }
    const remembered = {
      ...current,
      record,
      ...(claimed !== undefined && { claimed }),
      ...(blind && { blind }),
      ...(measuresSpeed && !result.reason && { speed }),
      ...(drivers.some(({ countersigned }) => countersigned !== undefined) && { uncountersigned }),
    }
    const updated: GatewayRow = result.reason
      ? {
          ...remembered,
          status: {
            ...base,
            ...tellBelow(result),
            trusted: false,
            reason: afterwards(checked, result.reason),
          },
          offers: [],
          failures,
          nextCheckAt:
            now +
            Math.max(
              getRetryDelay(failures, context.checkInterval),
              reason === 'BELOW_CLAIM' ? patience : 0,
            ),
        }
      : {
          ...remembered,
          status: { ...base, ...result.found, trusted: !favours, ...(reason && { reason }) },
          offers: result.offers,
          ...(result.groups && { groups: result.groups }),
          failures,
          nextCheckAt: uncountersigned ? soon : now + context.checkInterval,
        }
    await gateways.put(tx, gateway, updated)
    await draftFindings(tx, updated, kept)
    return { row: updated, stamp: candidates.stamp(), concluded }
  })
  if (!changed) return
  const { concluded, row, stamp } = changed
  candidates.set(gateway, row, stamp)
  if (concluded) events.emit('blindChecked', { gateway, ...concluded })
  if (row.status.trusted) events.emit('gatewayTrusted', { gateway, status: row.status })
  else if (row.status.reason) events.emit('gatewayRefused', { gateway, reason: row.status.reason })
}

/**
 * Takes what a throughput test may move from the day's budget; `undefined` when that is used up. `most` is for
 * one direction.
 */
async function reserveTraffic(
  { challengers, store, throughput, trafficPerDay }: SbnContext,
  { claimed }: GatewayRow,
  now: number,
): Promise<{ bytes: number; most: number } | undefined> {
  const { ramp = 2, seconds = 10 } = throughput
  // A line that carries more than it claims is not measured any better by moving more.
  const useful = ((claimed ?? Number.POSITIVE_INFINITY) * 1e6 * (ramp + seconds) * 1.25) / 8
  const most = Math.ceil(Math.min(throughput.bytes, useful))
  // Each further challenger alone, and all of them at once.
  const others = challengers.length > 0 ? 2 * (challengers.length + 1) : 0
  // Both directions, and the single download.
  const bytes = (2.25 + others) * most
  const isCovered = await store.transaction((tx) =>
    takeTraffic(tx, { bytes, limit: trafficPerDay, now }),
  )
  return isCovered ? { bytes, most } : undefined
}

/** What was not moved is given back; what was moved without having been taken counts all the same. */
async function settleTraffic({ store }: SbnContext, bytes: number, now: number): Promise<void> {
  if (bytes !== 0) await store.transaction((tx) => returnTraffic(tx, { bytes, now }))
}

async function postpone({ store }: SbnContext, { gateway }: GatewayRow, now: number) {
  await store.transaction(async (tx) => {
    const row = await gateways.get(tx, gateway)
    if (row) await gateways.put(tx, gateway, { ...row, nextCheckAt: now + retryInterval })
  })
}

/** What came through of a gateway that claims more than twice as much. */
function tellBelow({ drivers, reason }: CheckResult): { mbps?: number } {
  const mbps = drivers.find((driver) => driver.belowClaim)?.mbps
  return reason === 'BELOW_CLAIM' && mbps !== undefined ? { mbps } : {}
}

/** What answered before and does not now has gone away; the owner should see that. */
function afterwards({ status }: GatewayRow, reason: CheckResult['reason']) {
  const was = status.trusted || status.reason === 'GONE'
  return was && reason === 'UNREACHABLE' ? ('GONE' as const) : reason
}
