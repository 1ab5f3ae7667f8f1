import { concat, size } from 'viem'
import { describe, expect, test } from 'vitest'
import { chainBlock, decodeDelivery, encodeDelivery, getExchangeTopic } from './chainMessage.js'
import { createKeyPair } from './createKeyPair.js'
import { deriveDetailsKey } from './deriveDetailsKey.js'
import { sealBytes, sealOverhead } from './sealBytes.js'
import type { SealContext } from './sealContext.js'
import { unsealBytes } from './unsealBytes.js'

const a = '0x1111111111111111111111111111111111111111'
const b = '0x2222222222222222222222222222222222222222'
const c = '0x3333333333333333333333333333333333333333'
const word = `0x${'4'.repeat(64)}` as const
const deployment = { chainId: 1, marketplace: c } as const

describe('a message on the chain', () => {
  const context: SealContext & { kind: 'chainMessage' } = {
    kind: 'chainMessage',
    deployment,
    sender: a,
    recipient: b,
    topic: word,
  }

  test.each<[string, SealContext]>([
    ['sender', { ...context, sender: c }],
    ['recipient', { ...context, recipient: c }],
    ['topic', { ...context, topic: `0x${'5'.repeat(64)}` }],
    ['chain', { ...context, deployment: { ...deployment, chainId: 2 } }],
    ['contract', { ...context, deployment: { ...deployment, marketplace: a } }],
    ['purpose', { kind: 'connectionInfo', deployment, gateway: a, passId: word }],
  ])('does not open as one of another %s', async (_, other) => {
    const { privateKey, publicKey } = await createKeyPair()
    const text = Uint8Array.of(1, 2, 3)
    const sealed = await sealBytes(text, { recipientKey: publicKey, context, block: chainBlock })
    expect(size(sealed)).toBe(chainBlock + sealOverhead)
    expect(await unsealBytes(sealed, { privateKey, context })).toEqual(text)
    await expect(unsealBytes(sealed, { privateKey, context: other })).rejects.toMatchObject({
      code: 'UNSEAL_FAILED',
    })
  })

  test('has another topic for every asker, SBN, key and deployment', () => {
    const topics = [
      getExchangeTopic(deployment, { asker: a, sbn: b, replyKey: word }),
      getExchangeTopic(deployment, { asker: b, sbn: a, replyKey: word }),
      getExchangeTopic(deployment, { asker: a, sbn: b, replyKey: `0x${'5'.repeat(64)}` }),
      getExchangeTopic({ ...deployment, chainId: 2 }, { asker: a, sbn: b, replyKey: word }),
      getExchangeTopic({ ...deployment, marketplace: a }, { asker: a, sbn: b, replyKey: word }),
    ]
    expect(new Set(topics).size).toBe(topics.length)
  })
})

test('a delivery is posted as signature and sealed text, and read back for its pass', () => {
  const message = { passId: word, gateway: a, sealed: '0x1234' } as const
  const signature = `0x${'ab'.repeat(65)}` as const
  const posted = encodeDelivery({ message, signature })
  expect(posted).toBe(concat([signature, '0x1234']))
  expect(decodeDelivery(posted, { gateway: a, passId: word })).toEqual({ message, signature })
  expect(decodeDelivery(signature, { gateway: a, passId: word })).toBeUndefined()
  expect(decodeDelivery('0x', { gateway: a, passId: word })).toBeUndefined()
})

test('both who know a registration’s secret derive the same key, which is not the secret’s own', async () => {
  const secret = await createKeyPair()
  const pair = await deriveDetailsKey(secret.privateKey)
  expect(await deriveDetailsKey(secret.privateKey)).toEqual(pair)
  expect(pair.publicKey).not.toBe(secret.publicKey)
  expect(pair.privateKey).not.toBe(secret.privateKey)
  expect(await deriveDetailsKey(pair.privateKey)).not.toEqual(pair)
})
