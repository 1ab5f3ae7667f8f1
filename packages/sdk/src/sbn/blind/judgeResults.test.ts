import { describe, expect, test } from 'vitest'
import type { BlindRecord } from './blindRecord.js'
import { addResult, isFavouring } from './judgeResults.js'

const day = 86_400
const start = 1_800_000_000

/** A record after results, one a day. */
function judge(shares: readonly number[], isTelling: (index: number) => boolean = () => true) {
  return shares.reduce<BlindRecord | undefined>(
    (record, share, index) =>
      addResult(record, { at: start + index * day, share, isTelling: isTelling(index) }),
    undefined,
  )
}

/** After how many results there is a finding; 0 when there is none. */
function findAfter(shares: readonly number[], isTelling?: (index: number) => boolean): number {
  return shares.findIndex((_, index) => judge(shares.slice(0, index + 1), isTelling)?.finding) + 1
}

/** Numbers from 0 to 1 that are the same each time. */
function createRandom(seed: number) {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

describe('a gateway that gives customers half', () => {
  test('is found within 5 blind checks, whatever noise there is', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = createRandom(seed)
      const shares = Array.from({ length: 5 }, () => 0.5 + (random() - 0.5) * 0.3)
      expect(findAfter(shares)).toBe(3)
    }
  })

  test('is found within 5 when small passes get all that they bought', () => {
    // Of four in a row, one at most is small.
    for (let small = 0; small < 4; small++) {
      const isTelling = (index: number) => index % 4 !== small
      const shares = Array.from({ length: 5 }, (_, index) => (isTelling(index) ? 0.55 : 1))
      expect(findAfter(shares, isTelling)).toBeLessThanOrEqual(4)
    }
  })

  test('is found, too, when it does so most of the time only', () => {
    expect(findAfter([1, 0.5, 0.5, 1, 0.5, 0.5, 1, 0.5])).toBe(8)
  })
})

test('an honest gateway with busy customers is not found to favour checks', () => {
  const random = createRandom(7)
  let findings = 0
  // Ten years of a check every other day for each of five gateways; one in twenty-five is unlucky.
  for (let gateway = 0; gateway < 5; gateway++) {
    let record: BlindRecord | undefined
    for (let index = 0; index < 1_825; index++) {
      const share = random() < 0.04 ? 0.4 + random() * 0.4 : 0.85 + random() * 0.15
      record = addResult(record, { at: start + index * 2 * day, share, isTelling: true })
      if (record.finding?.at === start + index * 2 * day) findings++
    }
  }
  expect(findings).toBeLessThanOrEqual(1)
})

test('two bad results are no finding yet, and kept results are few', () => {
  expect(judge([0.5, 0.5])?.finding).toBe(undefined)
  expect(judge([1, 1, 0.5, 0.5])?.finding).toBe(undefined)
  expect(judge(Array(100).fill(1))?.results).toHaveLength(16)
})

describe('a finding', () => {
  test('tells the gap, counts for a day, and is over then', () => {
    const record = judge([1, 0.5, 0.6, 0.5])
    const at = start + 3 * day
    expect(record?.finding).toEqual({ at, until: at + day, gap: 0.5, times: 1 })
    expect(isFavouring(record, at + day - 1)).toBe(true)
    expect(isFavouring(record, at + day)).toBe(false)
  })

  test('is not made again of the same results, and counts twice as long the next time', () => {
    let record = judge([0.5, 0.5, 0.5])
    const first = record?.finding
    const later = start + 10 * day
    for (const [index, share] of [0.5, 0.5].entries())
      record = addResult(record, { at: later + index, share, isTelling: true })
    expect(record?.finding).toEqual(first)
    record = addResult(record, { at: later + 2, share: 0.4, isTelling: true })
    expect(record.finding).toMatchObject({ at: later + 2, until: later + 2 + 2 * day, times: 2 })
  })
})
