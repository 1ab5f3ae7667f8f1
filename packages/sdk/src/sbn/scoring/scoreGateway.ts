import { median } from '../../measuring/median.js'
import type { GatewayStatus } from '../../protocol/api.js'
import type { BlindRecord } from '../blind/blindRecord.js'
import { createTrackRecord, fade, type Tally, type TrackRecord } from './trackRecord.js'

/** What a score is made of. */
export type ScorePart = {
  part: 'reachability' | 'checks' | 'speed' | 'latency' | 'passes' | 'fairness'
  /** From 0 to 1; how good it is. */
  value: number
  /** How much of the whole it is; the weights of all parts together are 1. */
  weight: number
  /** In plain words. Not stable. */
  text: string
}

/** How good an SBN takes a gateway to be. */
export type Score = {
  /** From 0 to 100; 50 is that of which nothing is known. */
  score: number
  /** From 0 (nothing is known) to 1. It moves the score from 50 to what the parts say. */
  confidence: number
  /** Seconds since the newest measurement; `undefined` when there is none. */
  age?: number | undefined
  parts: ScorePart[]
}

type Known = Pick<GatewayStatus, 'checkedAt' | 'latencyMs' | 'mbps' | 'trusted'>

/** How many blind checks count, the newest, and what they are of the whole. */
const fairnessOver = 5
const fairnessWeight = 0.15
/** What is assumed before anything is known: as much as two that went well and one that did not. */
const assumed = { good: 2, bad: 1 }
/** How many outcomes make half of what can be known. */
const halfKnown = 3
/** Seconds after which what was measured is believed half. */
const halfBelieved = 14 * 86_400
/** Round trips in milliseconds that are worth the most, and half of that. */
const bestLatency = 20
const halfLatency = 200
const neutral = 50

const weights = { reachability: 0.2, checks: 0.15, speed: 0.25, latency: 0.1, passes: 0.3 } as const

/**
 * Scores a gateway: one number, and what it is made of. It rests on what was measured and on what
 * became of passes that were paid for, never on what the gateway says of itself, and it goes back to
 * 50 slowly while nothing is measured: a checker that is down makes nobody bad.
 *
 * @param gateway.status As it was found last; its `checkedAt` is the age.
 * @param gateway.record What it has done so far.
 * @param gateway.claimed Mbit/s that it says it has, when it is known.
 * @param gateway.blind What customers get, when it was found out.
 * @param now Unix seconds.
 */
export function scoreGateway(
  {
    blind,
    claimed,
    record,
    status,
  }: {
    status: Known
    record?: TrackRecord | undefined
    claimed?: number | undefined
    blind?: BlindRecord | undefined
  },
  now: number,
): Score {
  const { checks, passes, setups } = record ?? createTrackRecord(now)
  const there = fade(setups, now)
  const passed = fade(checks, now)
  const used = fade(passes, now)
  const known: ScorePart[] = [
    {
      part: 'reachability',
      value: toShare(there),
      weight: weights.reachability,
      text: `A session could be set up in ${tell(there, 'attempt', 'attempts')}.`,
    },
    {
      part: 'checks',
      value: toShare(passed),
      weight: weights.checks,
      text: `It passed ${tell(passed, 'check', 'checks')}.`,
    },
    scoreSpeed(status, claimed),
    scoreLatency(status),
    {
      part: 'passes',
      value: toShare(used),
      weight: weights.passes,
      text:
        used.good + used.bad > 0
          ? `${tell(used, 'pass was', 'passes were')} used to the end.`
          : 'Nobody has used a pass of it to the end, or left one early.',
    },
  ]
  const parts = addFairness(known, blind)
  const age = status.checkedAt === undefined ? undefined : Math.max(0, now - status.checkedAt)
  const outcomes = passed.good + passed.bad + used.good + used.bad
  const confidence =
    age === undefined ? 0 : (outcomes / (outcomes + halfKnown)) * 2 ** (-age / halfBelieved)
  const sum = parts.reduce((total, { value, weight }) => total + value * weight, 0) * 100
  const score = Math.round(neutral + (sum - neutral) * confidence)
  return { score, confidence, ...(age !== undefined && { age }), parts }
}

function scoreSpeed({ mbps, trusted }: Known, claimed: number | undefined): ScorePart {
  const base = { part: 'speed', weight: weights.speed } as const
  if (mbps === undefined) return { ...base, value: 0.5, text: tellUnknown('speed', trusted) }
  if (claimed === undefined)
    return { ...base, value: 1, text: `It carries at least ${mbps} Mbit/s.` }
  const value = Math.min(1, mbps / claimed)
  return { ...base, value, text: `It carries ${mbps} Mbit/s of the ${claimed} that it claims.` }
}

function scoreLatency({ latencyMs, trusted }: Known): ScorePart {
  const base = { part: 'latency', weight: weights.latency } as const
  if (latencyMs === undefined)
    return { ...base, value: 0.5, text: tellUnknown('round trip', trusted) }
  const over = Math.max(0, latencyMs - bestLatency)
  const value = halfLatency / (halfLatency + over)
  return { ...base, value, text: `A round trip through it takes ${Math.round(latencyMs)} ms.` }
}

/** What customers get, where that is known; the other parts make room for it. */
function addFairness(parts: ScorePart[], blind: BlindRecord | undefined): ScorePart[] {
  const last = (blind?.results ?? []).slice(-fairnessOver)
  if (last.length === 0) return parts
  const value = median(last.map(({ share }) => share))
  const percent = Math.round(value * 100)
  const text = `Customers get ${percent} % of what open checks get, in ${last.length} blind ${last.length === 1 ? 'check' : 'checks'}.`
  return [
    ...parts.map((part) => ({ ...part, weight: part.weight * (1 - fairnessWeight) })),
    { part: 'fairness', value, weight: fairnessWeight, text },
  ]
}

function toShare({ bad, good }: Pick<Tally, 'good' | 'bad'>): number {
  return (good + assumed.good) / (good + bad + assumed.good + assumed.bad)
}

function tellUnknown(what: string, isTrusted: boolean): string {
  return isTrusted ? `Its ${what} was not measured.` : `Its ${what} counts once it is trusted.`
}

/** Faded counts, in words. */
function tell({ bad, good }: Tally, one: string, many: string): string {
  const [there, all] = [good, good + bad].map((value) => Math.round(value * 10) / 10)
  return `${there} of ${all} recent ${all === 1 ? one : many}`
}
