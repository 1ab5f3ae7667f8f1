import { median } from '../../measuring/median.js'
import type { BlindRecord, BlindResult } from './blindRecord.js'

/** Of what open checks get: with less, a customer did not get the same. */
export const enough = 0.8
/** So many in a row that found little are no coincidence, and neither are so many of the last ones. */
const inRow = 3
const often = { low: 5, of: 8 }
/** Results that are kept. */
const mostKept = 16
const day = 86_400
/** Days for which the first finding counts; each further one counts twice as long, up to the longest. */
const firstDays = 1
const longestDays = 16
/** Days without another one after which a finding is the first again. */
const forgottenAfter = 60

/**
 * A gateway's record after one more blind check.
 *
 * One that found little is no finding: a customer may have bad luck. Three in a row are one, and so are
 * five of the last eight. Those that bought so little that half of the line would do say nothing when
 * they found enough. What was before an earlier finding does not count again.
 */
export function addResult(record: BlindRecord | undefined, result: BlindResult): BlindRecord {
  const before = record ?? { results: [] }
  const results = [...before.results, result].slice(-mostKept)
  const { finding: earlier, pending: _, ...rest } = before
  const after = { ...rest, results, ...(earlier && { finding: earlier }) }
  const gap = findGap(results.filter(({ at }) => at > (earlier?.at ?? 0)))
  if (gap === undefined) return after
  const isAgain = earlier && result.at < earlier.until + forgottenAfter * day
  const times = isAgain ? earlier.times + 1 : 1
  const days = Math.min(firstDays * 2 ** (times - 1), longestDays)
  return { ...after, finding: { at: result.at, until: result.at + days * day, gap, times } }
}

/** How much less customers get than open checks; `undefined` when they may as well get the same. */
function findGap(results: readonly BlindResult[]): number | undefined {
  const telling = results.filter(({ isTelling, share }) => isTelling || share < enough)
  const row = telling.slice(-inRow)
  const last = telling.slice(-often.of)
  const low = (some: readonly BlindResult[]) => some.filter(({ share }) => share < enough)
  const found = low(row).length === inRow ? row : low(last).length >= often.low ? last : undefined
  return found && 1 - median(found.map(({ share }) => share))
}

/** Whether it is found that a gateway favours open checks, and that still counts. */
export function isFavouring(
  record: BlindRecord | undefined,
  now: number,
): record is BlindRecord & { finding: NonNullable<BlindRecord['finding']> } {
  return record?.finding !== undefined && now < record.finding.until
}
