import { createCipheriv } from 'node:crypto'
import { expect, test } from 'vitest'
import { createKeystream, createPortable } from './createKeystream.js'
import { createNonce } from './createNonce.js'

test.each([
  ['here', createKeystream],
  ['in a browser', (seed: string) => createPortable(new Uint8Array(Buffer.from(seed, 'hex')))],
])('%s it is AES-256 in counter mode, from any offset', async (_, create) => {
  const seed = createNonce()
  const cipher = createCipheriv('aes-256-ctr', Buffer.from(seed, 'hex'), Buffer.alloc(16))
  const expected = cipher.update(Buffer.alloc(200_000))
  const keystream = await create(seed)
  for (const [offset, length] of [
    [0, 65_536],
    [0, 1],
    [16, 16],
    [5, 65_536],
    [65_535, 40],
    [131_072, 60_000],
    [3, 10],
    [13, 10],
    [23, 70_000],
  ] as const) {
    const bytes = await keystream.read(offset, length)
    expect(Buffer.from(bytes).equals(expected.subarray(offset, offset + length))).toBe(true)
  }
})
