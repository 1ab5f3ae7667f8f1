import type { Address, Hex } from 'viem'
import type { SbnContext } from '../context.js'
import { addTo, createTrackRecord } from '../scoring/trackRecord.js'
import { type GatewayRow, gateways } from '../tables.js'
import { isTelling } from './drawOrder.js'
import { addResult, enough } from './judgeResults.js'
import { keepBlindCheck } from './keepBlindCheck.js'
import type { BlindFindings } from './measureBlind.js'
import { planNext } from './planTests.js'
import { toShare } from './toShare.js'

/**
 * Writes down what a blind check found. When that is less than expected, an open check is made at once:
 * only what it gets at the same time tells whether customers get less, or the gateway is busy.
 */
export async function recordBlind(
  context: SbnContext,
  gateway: Address,
  found: BlindFindings & { bought: number; passId: Hex },
  now: number,
): Promise<void> {
  const { candidates, events, lineMbps, store } = context
  const { bought, mbps, passId, reason, seen } = found
  const changed = await store.transaction(async (tx) => {
    const current = await gateways.get(tx, gateway)
    if (!current) return undefined
    await keepBlindCheck(tx, gateway, { at: now, bought, seen })
    // Several challengers together may have found more than one of them can.
    const open = Math.min(current.status.mbps ?? bought, lineMbps)
    const share = toShare({ bought, mbps, open })
    const before = current.record ?? createTrackRecord(now)
    // One that got less could be used all the same: that counts elsewhere.
    const record = { ...before, passes: addTo(before.passes, !reason, now) }
    const updated: GatewayRow =
      share >= enough
        ? { ...current, record, ...pass(context, current, { open, bought, share }, now) }
        : { ...current, record, ...askOpenly(current, found, now) }
    await gateways.put(tx, gateway, updated)
    return { row: updated, stamp: candidates.stamp(), share }
  })
  if (!changed) return
  const { row, share, stamp } = changed
  candidates.set(gateway, row, stamp)
  if (share >= enough) events.emit('blindChecked', { gateway, passId, share })
}

function pass(
  context: SbnContext,
  row: GatewayRow,
  { bought, open, share }: { bought: number; open: number; share: number },
  now: number,
): Partial<GatewayRow> {
  const result = { at: now, share, isTelling: isTelling(bought, open) }
  const { count = 0 } = row.speed ?? {}
  const blind = addResult(row.blind, result)
  return { blind, speed: planNext(context, { blind, count: count + 1 }, now) }
}

function askOpenly(
  { blind, speed }: GatewayRow,
  { bought, mbps, passId, reason, seen }: BlindFindings & { bought: number; passId: Hex },
  now: number,
): Partial<GatewayRow> {
  const pending = { at: now, passId, driver: seen.driver, bought, measured: mbps }
  const { blind: _, ...rest } = speed ?? { at: now, count: 0 }
  return {
    blind: { results: [], ...blind, pending: { ...pending, ...(reason && { reason }) } },
    speed: { ...rest, next: 0 },
    nextCheckAt: 0,
  }
}
