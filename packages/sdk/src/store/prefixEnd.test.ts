import { expect, test } from 'vitest'
import { compareText } from './compareText.js'
import { prefixEnd } from './prefixEnd.js'

test.each([
  ['a', 'b'],
  ['gateway/', 'gateway0'],
  ['\ud7ff', '\ue000'],
  ['\uffff', '\u{10000}'],
  ['a\u{10ffff}', 'b'],
])('the end of %j is %j', (prefix, end) => {
  expect(prefixEnd(prefix)).toBe(end)
  expect(compareText(`${prefix}\u{10ffff}\u{10ffff}`, end)).toBeLessThan(0)
})

test.each(['', '\u{10ffff}', '\u{10ffff}\u{10ffff}'])('%j has no end', (prefix) => {
  expect(prefixEnd(prefix)).toBeUndefined()
})
