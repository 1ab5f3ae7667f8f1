import type { Hex } from 'viem'
import type { DriverCheck } from '../../protocol/gatewayCheck.js'
import type { BlindRecord } from './blindRecord.js'
import { isTelling } from './drawOrder.js'
import { addResult } from './judgeResults.js'
import { toShare } from './toShare.js'

/** Longest that an open check may come after a blind one to be compared with it, in seconds. */
const patience = 1_800

/**
 * A gateway's record after an open check: when a blind one found little a moment ago, they are compared.
 * Without an open one in time the blind one says nothing. One that is refused does not count: failing it
 * would be a way out.
 *
 * @param check.drivers What the open check saw; what it measured is not corrected for customers.
 * @returns The record, and what was concluded.
 */
export function concludePending(
  record: BlindRecord | undefined,
  {
    drivers,
    isRefused,
    lineMbps,
    measuresSpeed,
    now,
  }: {
    drivers: readonly DriverCheck[]
    isRefused: boolean
    /** Of this SBN's own line. */
    lineMbps: number
    measuresSpeed: boolean
    now: number
  },
): { blind?: BlindRecord | undefined; concluded?: { passId: Hex; share: number } | undefined } {
  if (!record?.pending) return { blind: record }
  const { pending, ...rest } = record
  const measured = drivers.find(({ driver }) => driver === pending.driver)?.mbps
  if (now > pending.at + patience) return { blind: rest }
  if (isRefused || !measuresSpeed || measured === undefined) return { blind: record }
  const open = Math.min(measured, lineMbps)
  const { at, bought, measured: mbps, passId } = pending
  const share = toShare({ bought, mbps, open })
  const result = { at, share, isTelling: isTelling(bought, open) }
  return { blind: addResult(rest, result), concluded: { passId, share } }
}
