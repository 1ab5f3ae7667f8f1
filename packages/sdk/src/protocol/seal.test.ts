import { size } from 'viem'
import { describe, expect, test } from 'vitest'
import { createKeyPair } from './createKeyPair.js'
import { seal } from './seal.js'
import { sealMaximum } from './sealBytes.js'
import type { SealContext } from './sealContext.js'
import { unseal } from './unseal.js'

const deployment = {
  chainId: 1,
  marketplace: '0x1111111111111111111111111111111111111111',
} as const
const context: SealContext & { kind: 'registration' } = {
  kind: 'registration',
  deployment,
  gateway: '0x2222222222222222222222222222222222222222',
  sbn: '0x3333333333333333333333333333333333333333',
  encryptionKey: `0x${'4'.repeat(64)}`,
  sequence: 7n,
}

describe('seal', () => {
  test('opens with the reader’s key and the same context', async () => {
    const { privateKey, publicKey } = await createKeyPair()
    const sealed = await seal('where I am: 203.0.113.7 ✓', { recipientKey: publicKey, context })
    expect(await unseal(sealed, { privateKey, context })).toBe('where I am: 203.0.113.7 ✓')
  })

  const others: [string, SealContext][] = [
    ['chain', { ...context, deployment: { ...deployment, chainId: 2 } }],
    ['contract', { ...context, deployment: { ...deployment, marketplace: context.sbn } }],
    ['gateway', { ...context, gateway: context.sbn }],
    ['SBN', { ...context, sbn: context.gateway }],
    ['key', { ...context, encryptionKey: `0x${'5'.repeat(64)}` }],
    ['sequence', { ...context, sequence: 8n }],
    [
      'purpose',
      {
        kind: 'connectionInfo',
        deployment,
        gateway: context.gateway,
        passId: context.encryptionKey,
      },
    ],
  ]
  test.each(others)('does not open for another %s', async (_, other) => {
    const { privateKey, publicKey } = await createKeyPair()
    const sealed = await seal('secret', { recipientKey: publicKey, context })
    await expect(unseal(sealed, { privateKey, context: other })).rejects.toMatchObject({
      code: 'UNSEAL_FAILED',
    })
  })

  test('does not open with another key, cut short, or altered anywhere', async () => {
    const [reader, stranger] = [await createKeyPair(), await createKeyPair()]
    const sealed = await seal('secret', { recipientKey: reader.publicKey, context })
    const flipped = (at: number) =>
      `${sealed.slice(0, at)}${sealed[at] === '0' ? '1' : '0'}${sealed.slice(at + 1)}` as const
    const { privateKey } = reader
    const bad = ['0x', sealed.slice(0, 40), flipped(2), flipped(100), flipped(sealed.length - 1)]
    for (const altered of bad)
      await expect(unseal(altered as `0x${string}`, { privateKey, context })).rejects.toMatchObject(
        {
          code: 'UNSEAL_FAILED',
        },
      )
    await expect(
      unseal(sealed, { privateKey: stranger.privateKey, context }),
    ).rejects.toMatchObject({ code: 'UNSEAL_FAILED' })
  })

  test('tells nothing by its length', async () => {
    const { publicKey } = await createKeyPair()
    const lengths = await Promise.all(
      ['', 'a', 'a'.repeat(510)].map(async (text) =>
        size(await seal(text, { recipientKey: publicKey, context })),
      ),
    )
    expect(new Set(lengths).size).toBe(1)
  })

  test('refuses a text that is too long and a key that is not one', async () => {
    const { publicKey } = await createKeyPair()
    const long = 'a'.repeat(sealMaximum + 1)
    await expect(seal(long, { recipientKey: publicKey, context })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
    await expect(seal('a', { recipientKey: `0x${'0'.repeat(64)}`, context })).rejects.toMatchObject(
      { code: 'INVALID_INPUT' },
    )
  })
})
