import { toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { openShared, sealShared } from './sealShared.js'

const key = toHex(1, { size: 32 })
const purpose = 'order'

test('who has the key reads what was sealed', async () => {
  for (const text of ['', 'é', 'x'.repeat(5_000)])
    expect(await openShared(await sealShared(text, { key, purpose }), { key, purpose })).toBe(text)
})

test('no two are alike, and lengths tell little', async () => {
  const [one, other] = await Promise.all(
    ['a', 'a'.repeat(900)].map((text) => sealShared(text, { key, purpose })),
  )
  expect(one).toHaveLength(other?.length ?? 0)
  expect(one).not.toEqual(await sealShared('a', { key, purpose }))
})

describe('nothing is read', () => {
  test.each([
    ['with another key', { key: toHex(2, { size: 32 }), purpose }],
    ['for something else', { key, purpose: 'report/0x00' }],
  ])('%s', async (_, options) => {
    expect(await openShared(await sealShared('secret', { key, purpose }), options)).toBeUndefined()
  })

  test('of what was altered, anywhere, or cut', async () => {
    const sealed = await sealShared('secret', { key, purpose })
    for (const at of [0, 31, 32, 600, sealed.length - 1]) {
      const altered = sealed.slice()
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(await openShared(altered, { key, purpose }), String(at)).toBeUndefined()
    }
    for (const length of [0, 31, 32, 100])
      expect(await openShared(sealed.slice(0, length), { key, purpose })).toBeUndefined()
  })
})
