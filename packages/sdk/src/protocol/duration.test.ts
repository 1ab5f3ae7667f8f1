import { describe, expect, test } from 'vitest'
import { durationToSeconds } from './duration.js'

describe('durationToSeconds', () => {
  test.each([
    ['1h', 3_600],
    ['90s', 90],
    ['30m', 1_800],
    ['7d', 604_800],
    ['0.5h', 1_800],
    [5, 5],
  ] as const)('%s is %d seconds', (duration, seconds) => {
    expect(durationToSeconds(duration)).toBe(seconds)
  })

  test.each([0, -1, 1.5, Number.NaN, '0.1s', '1 h', '1w', '', 'h', '-1h'])('refuses %s', (bad) => {
    expect(() => durationToSeconds(bad as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', field: 'duration' }),
    )
  })
})
