import { expect, test } from 'vitest'
import { StoreInputError } from '../errors/store.js'
import { decodeDocument, encodeDocument } from './document.js'

test.each([
  [null],
  ['text with \0 and half a pair \ud83d'],
  [0],
  [-1.5],
  [true],
  [-(2n ** 255n)],
  [new Uint8Array([0, 15, 255])],
  [[1n, [2n, new Uint8Array()], { a: 3n }]],
  [{ a: { b: { c: 1n } }, list: [], text: '{"$bigint":"1"}' }],
])('it comes back as it was (%#)', (value) => {
  expect(decodeDocument(encodeDocument(value))).toStrictEqual(value)
})

test('its text can be kept by every store', () => {
  expect(encodeDocument('\0\ud83d')).toBe('"\\u0000\\ud83d"')
  expect(encodeDocument({ amount: 5n, key: new Uint8Array([1]) })).toBe(
    '{"amount":{"$bigint":"5"},"key":{"$bytes":"01"}}',
  )
})

test('what is undefined is left out', () => {
  expect(decodeDocument(encodeDocument({ a: undefined, b: 1 }))).toStrictEqual({ b: 1 })
})

test.each([
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [undefined],
  [[undefined]],
  [new Date(0)],
  [new Map()],
  [() => 1],
  [Symbol('a')],
  [{ $bigint: '1' }],
  [{ nested: [{ $other: 1 }] }],
  [JSON.parse('{"__proto__": 1}')],
])('what would come back as something else is refused (%#)', (value) => {
  expect(() => encodeDocument(value)).toThrow(StoreInputError)
})

test.each(['', '{', '{"$bigint":"1x"}', '{"$bytes":"0"}', '{"$bytes":"zz"}'])(
  'damaged text %j is an error',
  (text) => {
    expect(() => decodeDocument(text)).toThrow(SyntaxError)
  },
)
