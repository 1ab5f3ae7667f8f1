import { expect, test } from 'vitest'
import { createKeystream } from './createKeystream.js'
import { createNonce } from './createNonce.js'
import { createVerifier } from './createVerifier.js'

test('right bytes are counted, in pieces of any size', async () => {
  const seed = createNonce()
  const keystream = await createKeystream(seed)
  const verifier = await createVerifier(seed, 7, 130_000)
  let position = 0
  for (const length of [1, 15, 16, 0, 60_000, 65_536, 4_432]) {
    expect(await verifier.verify(await keystream.read(7 + position, length))).toBe(true)
    position += length
    expect(verifier.verified).toBe(position)
  }
  expect(position).toBe(130_000)
  expect(await verifier.verify(await keystream.read(7 + position, 1))).toBe(false)
})

test.each([0, 1, 40_000, 65_535])('a wrong byte at %i is found', async (index) => {
  const seed = createNonce()
  const bytes = await (await createKeystream(seed)).read(0, 65_536)
  bytes[index] = (bytes[index] ?? 0) ^ 1
  const verifier = await createVerifier(seed, 0, 65_536)
  expect(await verifier.verify(bytes)).toBe(false)
  expect(verifier.verified).toBe(0)
})
