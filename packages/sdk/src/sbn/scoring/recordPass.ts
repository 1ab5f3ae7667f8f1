import type { Hex } from 'viem'
import type { Transaction } from '../../store/store.js'
import { gateways, passes } from '../tables.js'
import { addTo, createTrackRecord } from './trackRecord.js'

/** Of the time that was paid for: what is used to here was good, what is left before there was not. */
const wholeShare = 0.9
const poorShare = 0.25

/**
 * Counts for a gateway how a pass ended: used to the end, or left, or given up, soon after it began.
 * What is between says nothing: people leave when they are done.
 *
 * @param planned.end When it was to end.
 */
export async function recordPass(
  tx: Transaction,
  planned: { passId: Hex; end: number },
  now: number,
): Promise<void> {
  const pass = await passes.get(tx, planned.passId)
  const row = pass?.terms && (await gateways.get(tx, pass.terms.gateway))
  if (!pass || !row || pass.blind || planned.end <= pass.start) return
  const share = (pass.end - pass.start) / (planned.end - pass.start)
  if (share < wholeShare && share >= poorShare) return
  const before = row.record ?? createTrackRecord(now)
  const record = { ...before, passes: addTo(before.passes, share >= wholeShare, now) }
  await gateways.put(tx, row.gateway, { ...row, record })
}
