import type { RefusalReason } from '../../protocol/api.js'
import { addTo, createTrackRecord, type TrackRecord } from '../scoring/trackRecord.js'

/** What says more about this SBN than about the gateway. */
const ours = new Set<RefusalReason>(['COUNTRY_UNKNOWN', 'DRIVER_UNKNOWN', 'PENDING'])

/** With these, no session could be set up. */
const unopened = new Set<RefusalReason>([
  'REGISTRATION_UNREADABLE',
  'ENDPOINT_REFUSED',
  'UNREACHABLE',
  'CHECK_REJECTED',
])

/** A gateway's record after one more check. */
export function recordCheck(
  record: TrackRecord | undefined,
  reason: RefusalReason | undefined,
  now: number,
): TrackRecord {
  const before = record ?? createTrackRecord(now)
  if (reason && ours.has(reason)) return before
  return {
    ...before,
    setups: addTo(before.setups, !reason || !unopened.has(reason), now),
    checks: addTo(before.checks, !reason, now),
  }
}
