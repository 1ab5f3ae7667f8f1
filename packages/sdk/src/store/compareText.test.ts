import { expect, test } from 'vitest'
import { compareText } from './compareText.js'

const texts = [
  '',
  'a',
  'a\u007f',
  'ab',
  'b',
  'é',
  '\ud7ff',
  '\ue000',
  '\uff5e',
  '😀',
  '😀a',
  '😁',
  '\u{10ffff}',
]

test('it orders text as the UTF-8 bytes are ordered', () => {
  for (const a of texts) {
    for (const b of texts) {
      const expected = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      expect(Math.sign(compareText(a, b)), JSON.stringify([a, b])).toBe(expected)
    }
  }
})
