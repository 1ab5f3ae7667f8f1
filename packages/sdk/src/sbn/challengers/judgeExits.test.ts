import { describe, expect, test } from 'vitest'
import { hasOtherExit, isPossibleForMost } from './judgeExits.js'

describe('another exit', () => {
  test.each([
    ['the same address', ['192.0.2.1'], false],
    ['the same address in other words', ['::ffff:192.0.2.1'], false],
    ['one of the family that was not seen before', ['2001:db8::1'], false],
    ['two of one family', ['2001:db8::1', '2001:db8::2'], true],
    ['another one', ['192.0.2.2'], true],
    ['something else', ['nowhere'], true],
  ])('%s: %o', (_, others, isOther) => {
    expect(hasOtherExit(['192.0.2.1'], others)).toBe(isOther)
  })
})

describe('a country', () => {
  const frankfurt = { latitude: 50.1, longitude: 8.7 }
  const tokyo = { latitude: 35.7, longitude: 139.7 }
  const near = { ...frankfurt, milliseconds: 4 }
  const far = { ...frankfurt, milliseconds: 300 }
  const wrong = { ...tokyo, milliseconds: 4 }

  test('is possible where nobody rules it out', () => {
    expect(isPossibleForMost('DE', [near], [far, far], true)).toBe(true)
  })

  test('is not ruled out by one of many alone, and by one of few', () => {
    expect(isPossibleForMost('DE', [near], [far, wrong], true)).toBe(true)
    expect(isPossibleForMost('DE', [near], [wrong], false)).toBe(false)
  })

  test('is ruled out by two, and by the SBN itself', () => {
    expect(isPossibleForMost('DE', [], [wrong, wrong], true)).toBe(false)
    expect(isPossibleForMost('JP', [near], [far, far], true)).toBe(false)
  })
})
