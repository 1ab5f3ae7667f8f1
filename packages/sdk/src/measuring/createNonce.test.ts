import { expect, test } from 'vitest'
import { createNonce } from './createNonce.js'

test('nonces are fresh', () => {
  expect(createNonce()).toMatch(/^[0-9a-f]{64}$/)
  expect(createNonce()).not.toBe(createNonce())
})
