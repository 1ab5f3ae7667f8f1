import { describe, expect, test } from 'vitest'
import { listKnown, words } from './packing.js'
import { packValue } from './packValue.js'
import { unpackValue } from './unpackValue.js'

const key = `0x${'ab'.repeat(32)}`
const account = '0x52908400098527886E0F7030069857D2E4169EE7'

describe('a packed value', () => {
  test('comes out as JSON would have it, with hex in lower case and bigints as text', () => {
    const value = {
      price: 123_456_789_012_345_678_901n,
      minimum: 0n,
      mbps: 20,
      duration: 3_600,
      latencyMs: 1.25,
      offset: -7,
      trusted: true,
      retryable: false,
      subscriber: account,
      recipientKey: key,
      signature: `0x${'1b'.repeat(65)}`,
      sealed: `0x${'00'.repeat(300)}`,
      country: 'DE',
      service: 'proxy',
      title: 'Größer als erlaubt ✓',
      drivers: ['socks', 'carrier-pigeon', []],
      somethingNew: { deep: [{ deeper: '' }] },
    }
    expect(unpackValue(packValue({ ...value, exclude: undefined }))).toEqual({
      ...value,
      price: '123456789012345678901',
      minimum: '0',
      subscriber: account.toLowerCase(),
    })
  })

  test('does not repeat what the reader knows, in whatever order the reader has it', () => {
    const request = { message: { recipientKey: key, subscriber: account }, list: [key] }
    const same = { list: [key], message: { subscriber: account.toLowerCase(), recipientKey: key } }
    const answer = { subscriber: account, recipientKey: key }
    const packed = packValue(answer, listKnown(request))
    expect(packed.length).toBeLessThan(12)
    expect(unpackValue(packed, listKnown(same))).toEqual({
      subscriber: account.toLowerCase(),
      recipientKey: key,
    })
    expect(() => unpackValue(packed)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })

  test('is far smaller than JSON', () => {
    const value = { recipientKey: key, clientKey: key, subscriber: account, mbps: 20 }
    expect(packValue(value).length).toBeLessThan(JSON.stringify(value).length / 2)
  })

  test('names every word once, so that none has two places', () => {
    expect(new Set(words).size).toBe(words.length)
    expect(words.length).toBeLessThan(255)
  })
})

test.each([
  ['nothing', []],
  ['a tag that there is not', [99]],
  ['an end in the middle', [3, 10, 65]],
  ['a length that is not there', [4, 255, 255, 255, 255, 15]],
  ['a number without end', [5, ...Array(30).fill(255)]],
  ['a number that is too large', [5, 255, 255, 255, 255, 255, 255, 255, 255, 127]],
  ['more than one value', [7, 7]],
  ['a word that there is not', [14, 254]],
  ['text that is no UTF-8', [3, 1, 255]],
  ['a list of more than there is', [2, 255, 255, 127, 7]],
  ['no end of depth', Array(4_000).fill([2, 1]).flat()],
  ['a prototype as a member', [1, 1, 255, 9, ...Buffer.from('__proto__'), 7]],
  ['half a float', [9, 1, 2]],
])('%s is not unpacked', (_, bytes) => {
  expect(() => unpackValue(Uint8Array.from(bytes))).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  )
})

test.each([[null], [Symbol('x')], [-1n], [() => 1]])('%s is not packed', (value) => {
  expect(() => packValue({ value })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
})
