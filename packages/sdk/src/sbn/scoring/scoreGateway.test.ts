import { expect, test } from 'vitest'
import { scoreGateway } from './scoreGateway.js'
import { addTo, createTrackRecord, fade, type TrackRecord } from './trackRecord.js'

const now = 1_800_000_000
const day = 86_400
const status = { trusted: true, checkedAt: now, mbps: 100, latencyMs: 20 }

function withRecord(changes: {
  setups?: [number, number]
  checks?: [number, number]
  passes?: [number, number]
}): TrackRecord {
  const record = createTrackRecord(now)
  for (const name of ['setups', 'checks', 'passes'] as const) {
    const [good, bad] = changes[name] ?? [0, 0]
    for (let index = 0; index < good; index++) record[name] = addTo(record[name], true, now)
    for (let index = 0; index < bad; index++) record[name] = addTo(record[name], false, now)
  }
  return record
}

const score = (record: TrackRecord, changes: object = {}, at = now) =>
  scoreGateway({ status: { ...status, ...changes }, record, claimed: 100 }, at)

test('of which nothing is known has 50, without confidence', () => {
  const unknown = scoreGateway({ status: { trusted: false } }, now)
  expect(unknown).toMatchObject({ score: 50, confidence: 0 })
  expect(unknown.age).toBe(undefined)
})

test('one that was always there, is as fast as it says and kept its customers is near 100', () => {
  const record = withRecord({ setups: [100, 0], checks: [100, 0], passes: [50, 0] })
  const { confidence, parts, score: best } = score(record)
  expect(best).toBeGreaterThan(92)
  expect(confidence).toBeGreaterThan(0.9)
  expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1)
})

test.each<[string, TrackRecord, object]>([
  [
    'not there half of the time',
    withRecord({ setups: [50, 50], checks: [50, 50], passes: [50, 0] }),
    {},
  ],
  [
    'half as fast as it says',
    withRecord({ setups: [100, 0], checks: [100, 0], passes: [50, 0] }),
    { mbps: 50 },
  ],
  [
    'left by its customers',
    withRecord({ setups: [100, 0], checks: [100, 0], passes: [10, 40] }),
    {},
  ],
  [
    'slow to answer',
    withRecord({ setups: [100, 0], checks: [100, 0], passes: [50, 0] }),
    { latencyMs: 800 },
  ],
])('one that is %s has less', (_, record, changes) => {
  const best = score(withRecord({ setups: [100, 0], checks: [100, 0], passes: [50, 0] })).score
  expect(score(record, changes).score).toBeLessThan(best - 4)
})

test('a new one needs time to be good, and one check does not make it bad', () => {
  const once = score(withRecord({ setups: [1, 0], checks: [1, 0] }))
  expect(once.score).toBeGreaterThan(50)
  expect(once.score).toBeLessThan(70)
  expect(score(withRecord({ setups: [0, 1], checks: [0, 1] })).score).toBeGreaterThan(45)
})

test('without new measurements it goes back to 50 slowly, and is never zeroed', () => {
  const record = withRecord({ setups: [100, 0], checks: [100, 0], passes: [50, 0] })
  const scores = [0, 1, 3, 7, 30, 365].map((days) => score(record, {}, now + days * day))
  const values = scores.map((found) => found.score)
  expect(values).toEqual([...values].sort((a, b) => b - a))
  expect(values[1]).toBeGreaterThan((values[0] ?? 0) - 5)
  expect(values.at(-1)).toBe(50)
  expect(scores[3]?.age).toBe(7 * day)

  // A bad one is not made good by silence either, faster than a good one is forgotten.
  const bad = withRecord({ setups: [0, 100], checks: [0, 100], passes: [0, 50] })
  expect(score(bad, {}, now + 3 * day).score).toBeLessThan(40)
})

test('what happened a week ago counts half', () => {
  const tally = addTo(createTrackRecord(now).checks, true, now)
  expect(fade(tally, now + 7 * day)).toEqual({ good: 0.5, bad: 0, at: now + 7 * day })
  expect(addTo(tally, false, now + 7 * day)).toMatchObject({ good: 0.5, bad: 1 })
  // A clock that goes back makes nothing count more.
  expect(fade(tally, now - day)).toEqual(tally)
})

test('each part says in plain words what it rests on', () => {
  const { parts } = score(withRecord({ setups: [3, 1], checks: [3, 1], passes: [1, 0] }))
  expect(parts.map(({ text }) => text)).toEqual([
    'A session could be set up in 3 of 4 recent attempts.',
    'It passed 3 of 4 recent checks.',
    'It carries 100 Mbit/s of the 100 that it claims.',
    'A round trip through it takes 20 ms.',
    '1 of 1 recent pass was used to the end.',
  ])
})
