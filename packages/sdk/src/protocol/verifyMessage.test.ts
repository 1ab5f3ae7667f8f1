import { createClient, http } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { passesRequest } from './messages/passesRequest.js'
import { signMessage } from './signMessage.js'
import { messageLifetime, verifyMessage } from './verifyMessage.js'

const deployment = {
  chainId: 1,
  marketplace: '0x1111111111111111111111111111111111111111',
} as const
const account = privateKeyToAccount(generatePrivateKey())
const client = createClient({ account, transport: http('http://127.0.0.1:1') })
const now = 1_800_000_000
const message = {
  owner: account.address,
  sbn: '0x3333333333333333333333333333333333333333',
  expiresAt: now + 60,
} as const
const signed = await signMessage(client, passesRequest, message, deployment)

describe('verifyMessage', () => {
  test('returns a message that its account signed', async () => {
    expect(await verifyMessage(passesRequest, signed, { deployment, now })).toEqual(message)
  })

  test.each([
    ['another text', { ...signed, message: { ...message, expiresAt: now + 61 } }, deployment],
    ['another account', { ...signed, message: { ...message, owner: message.sbn } }, deployment],
    ['another chain', signed, { ...deployment, chainId: 2 }],
    ['another contract', signed, { ...deployment, marketplace: message.sbn }],
    ['no signature', { ...signed, signature: `0x${'0'.repeat(130)}` as const }, deployment],
  ] as const)('refuses %s', async (_, altered, where) => {
    await expect(
      verifyMessage(passesRequest, altered, { deployment: where, now }),
    ).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  })

  test.each([
    ['is over', now + 60],
    ['claims to be valid for too long', now + 60 - messageLifetime - 1],
  ])('refuses a message that %s', async (_, at) => {
    await expect(
      verifyMessage(passesRequest, signed, { deployment, now: at }),
    ).rejects.toMatchObject({ code: 'MESSAGE_EXPIRED' })
  })
})
