import * as z from 'zod/mini'
import { timestamp } from '../../protocol/schemas.js'

/** Seconds after which what happened counts half. */
const halfLife = 7 * 86_400

const count = z.number().check(z.minimum(0))
const tally = z.object({ good: count, bad: count, at: timestamp })

/**
 * What a gateway has done so far: sessions that checks could set up, or not, checks that it passed, or not,
 * and paid passes that were used to the end, or not. Counts fade, each at its own pace: `at` says when they were what they are.
 */
export const trackRecord = z.object({ setups: tally, checks: tally, passes: tally })

export type TrackRecord = z.output<typeof trackRecord>
export type Tally = z.output<typeof tally>

/** Of a gateway that nothing is known of. */
export function createTrackRecord(now: number): TrackRecord {
  const nothing = { good: 0, bad: 0, at: now }
  return { setups: nothing, checks: nothing, passes: nothing }
}

/** What a tally is worth at a later time. A clock that goes back changes nothing. */
export function fade({ at, bad, good }: Tally, now: number): Tally {
  const factor = 2 ** (-Math.max(0, now - at) / halfLife)
  return { good: good * factor, bad: bad * factor, at: Math.max(at, now) }
}

/** One more that went well, or did not. */
export function addTo(tally: Tally, isGood: boolean, now: number): Tally {
  const faded = fade(tally, now)
  return isGood ? { ...faded, good: faded.good + 1 } : { ...faded, bad: faded.bad + 1 }
}
