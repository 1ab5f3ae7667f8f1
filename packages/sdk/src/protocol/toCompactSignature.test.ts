import {
  compactSignatureToSignature,
  concat,
  parseCompactSignature,
  serializeSignature,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { toCompactSignature } from './toCompactSignature.js'

const account = privateKeyToAccount(`0x${'51'.repeat(32)}`)

describe('toCompactSignature', () => {
  test.each(['one', 'two', 'three', 'four'])(
    'says in two words what three said: %s',
    async (text) => {
      const signature = await account.signMessage({ message: text })
      const { r, vs } = toCompactSignature(signature)
      const back = compactSignatureToSignature(parseCompactSignature(concat([r, vs])))
      expect(serializeSignature(back)).toBe(signature)
    },
  )

  test.each(['0x', '0x1234', `0x${'00'.repeat(66)}`] as const)('refuses %s', (signature) => {
    expect(() => toCompactSignature(signature)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', field: 'signature' }),
    )
  })
})
