import { describe, expect, test } from 'vitest'
import { type ChallengerReport, combineChallengers } from './combineChallengers.js'

const line = 90
const seconds = 10
const report = (challenger: string, alone: number, share: number): ChallengerReport => ({
  challenger,
  alone,
  together: Array<number>(seconds).fill(share),
})
const honest = (count: number, total = line) =>
  Array.from({ length: count }, (_, index) => report(`honest ${index}`, line, total / 3))

test('three honest challengers agree', () => {
  const { alone, capped, deviating, mbps, together } = combineChallengers(honest(3))
  expect({ alone, capped, deviating, mbps, together }).toEqual({
    ...{ alone: line, together: line, mbps: line },
    ...{ capped: [], deviating: [] },
  })
})

test('what one alone cannot fill counts a little when all of them do', () => {
  const thin = honest(3).map((one) => ({ ...one, alone: 60 }))
  expect(combineChallengers(thin).mbps).toBeCloseTo(63)
})

describe('one liar of three moves the result by a tenth at most', () => {
  // Whatever it says of itself alone, of its share, and whether it takes a share or leaves it to the others.
  const sayings = [0, 0.1, 1, line / 3, line / 2, line, 2 * line, 10 * line, 1e9]
  test.each([true, false])('when it takes its share: %s', (takes) => {
    for (const alone of sayings) {
      for (const share of sayings) {
        const others = honest(2, takes ? line : (line * 3) / 2)
        const { mbps } = combineChallengers([...others, report('liar', alone, share)])
        expect(mbps).toBeLessThanOrEqual(line * 1.1 + 1e-9)
        expect(mbps).toBeGreaterThanOrEqual(line / 1.1)
      }
    }
  })

  test('while the sum, or the mean, would believe it', () => {
    const lying = [...honest(2), report('liar', 1e9, 1e9)]
    const mean = lying.reduce((sum, { alone }) => sum + alone, 0) / 3
    expect(mean).toBeGreaterThan(10 * line)
  })
})

test('two liars of five move it no further either', () => {
  for (const alone of [0, 1e9]) {
    const liars = ['a', 'b'].map((name) => report(name, alone, alone))
    const others = honest(3).map((one) => ({ ...one, together: Array(seconds).fill(line / 5) }))
    const { mbps } = combineChallengers([...others, ...liars])
    expect(mbps).toBeGreaterThanOrEqual(line / 1.1)
    expect(mbps).toBeLessThanOrEqual(line * 1.1 + 1e-9)
  }
})

test('who says too much of its share, or differs from the others, is named', () => {
  const { capped, deviating } = combineChallengers([...honest(2), report('liar', 1, 3 * line)])
  expect(capped).toEqual(['liar'])
  expect(deviating).toEqual(['liar'])
})

test('one that ended early shortens what was measured at once', () => {
  const [first, second, third] = honest(3) as [ChallengerReport, ChallengerReport, ChallengerReport]
  const short = { ...third, together: third.together.slice(0, 4) }
  expect(combineChallengers([first, second, short]).together).toBe(line)
  const silent = { ...third, together: [] }
  expect(combineChallengers([first, second, silent])).toMatchObject({ mbps: line, together: 0 })
})

test('one challenger is believed, and two are their middle', () => {
  const [first] = honest(1) as [ChallengerReport]
  expect(combineChallengers([first]).mbps).toBe(line)
  expect(combineChallengers([first, { ...first, alone: 100 }]).alone).toBe(95)
})
