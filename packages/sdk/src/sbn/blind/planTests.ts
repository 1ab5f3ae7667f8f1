import type { Address } from 'viem'
import type { Transaction } from '../../store/store.js'
import { drawThroughputTime } from '../checking/drawThroughputTime.js'
import type { SbnContext } from '../context.js'
import { type GatewayRow, gateways } from '../tables.js'
import { isFavouring } from './judgeResults.js'

/**
 * Whether the next throughput test of a gateway is blind, at random. One that was found to favour open
 * checks before is looked at blindly each time.
 */
function drawsBlind(
  { blind }: Pick<SbnContext, 'blind'>,
  row: { blind?: GatewayRow['blind'] },
): boolean {
  return blind !== undefined && (row.blind?.finding !== undefined || draw() < blind.share)
}

/** Longest that a gateway is not looked at after a finding is over, in seconds. */
const probation = 7_200

/**
 * When a gateway's throughput is measured next, and whether blindly, after it was measured now. While a
 * finding counts it is not: what it does for checks is known.
 *
 * @param measured.count How often it was measured, this time included.
 */
export function planNext(
  context: Pick<SbnContext, 'blind'>,
  { blind, count }: { blind?: GatewayRow['blind']; count: number },
  now: number,
): NonNullable<GatewayRow['speed']> {
  const next = isFavouring(blind, now)
    ? blind.finding.until + Math.ceil(draw() * probation)
    : drawThroughputTime(blind?.finding ? 1 : count, now)
  return { at: now, count, next, ...(drawsBlind(context, { blind }) && { blind: true }) }
}

/** Whether the next throughput test of a gateway is one that only customers could tell of. */
export function isBlindNext(
  { blind }: Pick<SbnContext, 'blind'>,
  { blind: record, speed, status }: Pick<GatewayRow, 'blind' | 'speed' | 'status'>,
  now: number,
): boolean {
  return (
    blind !== undefined &&
    status.trusted &&
    speed?.blind === true &&
    !isFavouring(record, now) &&
    !record?.pending
  )
}

/** The next throughput test is an open one, and due. */
export async function testOpenly(
  { store }: Pick<SbnContext, 'store'>,
  gateway: Address,
): Promise<void> {
  await store.transaction(async (tx) => {
    const row = await gateways.get(tx, gateway)
    if (!row?.speed) return
    const { blind: _, ...speed } = row.speed
    await gateways.put(tx, gateway, { ...row, speed: { ...speed, next: 0 } })
  })
}

/** The blind test that is due is made later. */
export async function delayBlind(tx: Transaction, gateway: Address, next: number): Promise<void> {
  const row = await gateways.get(tx, gateway)
  if (row?.speed) await gateways.put(tx, gateway, { ...row, speed: { ...row.speed, next } })
}

function draw(): number {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  return random / 2 ** 32
}
