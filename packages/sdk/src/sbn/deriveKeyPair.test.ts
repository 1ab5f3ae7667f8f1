import { readFileSync } from 'node:fs'
import { createClient, hashTypedData, http, toHex } from 'viem'
import { privateKeyToAccount, toAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { expect, test } from 'vitest'
import { deriveKeyPair } from './deriveKeyPair.js'

const deployment = { chainId: 1, marketplace: `0x${'11'.repeat(20)}` } as const
const local = privateKeyToAccount(`0x${'2'.repeat(64)}`)
const use = (account: typeof local) => ({
  client: createClient({ account, chain: foundry, transport: http('http://127.0.0.1:1') }),
})

test('an account brings back the same key each time, another for each number and deployment', async () => {
  const derive = (sequence: number, chainId = 1) =>
    deriveKeyPair(use(local), { deployment: { ...deployment, chainId }, sequence })
  const first = await derive(1)
  expect(await derive(1)).toEqual(first)
  const others = [await derive(2), await derive(1, 5)]
  const other = await deriveKeyPair(use(privateKeyToAccount(`0x${'3'.repeat(64)}`)), {
    deployment,
    sequence: 1,
  })
  const all = [first, ...others, other].map((pair) => pair?.privateKey)
  expect(new Set(all).size).toBe(4)
  expect(all).not.toContain(undefined)
})

test('an account that signs the same text in another way each time brings back nothing', async () => {
  const random = toAccount({
    ...local,
    signTypedData: async () => toHex(crypto.getRandomValues(new Uint8Array(65))),
  })
  const account = { ...local, ...random } as typeof local
  expect(await deriveKeyPair(use(account), { deployment, sequence: 1 })).toBeUndefined()
})

test('signs what its vectors say', async () => {
  const file = new URL('../../../contracts/test/vectors/SbnEncryptionKey.json', import.meta.url)
  const { domain, primaryType, types, vectors } = JSON.parse(readFileSync(file, 'utf8'))
  for (const { altered, digest, message, signature, signer } of vectors) {
    const account = privateKeyToAccount(signer.privateKey)
    const signed: unknown[] = []
    const watched = {
      ...account,
      async signTypedData(data: Parameters<typeof account.signTypedData>[0]) {
        signed.push(data, await account.signTypedData(data))
        return account.signTypedData(data)
      },
    } as typeof account
    const where = { chainId: domain.chainId, marketplace: domain.verifyingContract }
    await deriveKeyPair(use(watched), { deployment: where, sequence: message.sequence })
    expect(signed.slice(0, 2)).toEqual([{ domain, types, primaryType, message }, signature])
    for (const { digest: other, field, value } of altered) {
      const changed = { ...message, [field]: value }
      expect(hashTypedData({ domain, types, primaryType, message: changed }), field).toBe(other)
      expect(other).not.toBe(digest)
    }
  }
})
