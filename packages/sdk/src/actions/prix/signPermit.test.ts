import { readFileSync } from 'node:fs'
import {
  concat,
  createClient,
  custom,
  decodeFunctionData,
  defineChain,
  encodeFunctionResult,
  numberToHex,
} from 'viem'
import { privateKeyToAccount, toAccount } from 'viem/accounts'
import { readContract, writeContract } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prixAbi } from '../../contracts/generated.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { signPermit } from './signPermit.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

describe('signPermit', () => {
  test('signs what the token takes, for the marketplace or for another spender', async () => {
    const owner = await market.createClient()
    const stranger = await market.createClient({ prix: 0n })
    const deadline = (await market.now()) + 300
    const token = { address: market.contracts.prix, abi: prixAbi } as const
    for (const spender of [undefined, stranger.account.address]) {
      const amount = prix('5')
      const { v, r, s } = await signPermit(owner, { amount, deadline, spender })
      const pair = [owner.account.address, spender ?? market.contracts.marketplace] as const
      const args = [...pair, amount, BigInt(deadline), v, r, s] as const
      await market.mined(writeContract(stranger, { ...token, functionName: 'permit', args }))
      const allowance = { ...token, functionName: 'allowance', args: pair } as const
      expect(await readContract(owner, allowance)).toBe(amount)
    }
  })

  test('refuses an account that signs with more than a key', async () => {
    const { account, ...owner } = await market.createClient()
    const contractWallet = toAccount({
      ...account,
      signTypedData: async (parameters) => `${await account.signTypedData(parameters)}00`,
    })
    const client = { ...owner, account: contractWallet }
    const signing = signPermit(client, { amount: 1n, deadline: 2 ** 32 })
    await expect(signing).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'account' })
  })

  test('signs what its vectors say', async () => {
    const file = new URL('../../../../contracts/test/vectors/Permit.json', import.meta.url)
    const { domain, vectors } = JSON.parse(readFileSync(file, 'utf8'))
    for (const { altered, message, signature, signer } of vectors) {
      const sign = async (
        { deadline, nonce, owner, spender, value }: typeof message,
        at = domain,
      ) => {
        const account = { ...privateKeyToAccount(signer.privateKey), address: owner }
        const answers = { name: at.name, nonces: BigInt(nonce) } as const
        const transport = custom({
          async request({ params }) {
            const { functionName } = decodeFunctionData({ abi: prixAbi, data: params[0].data })
            if (functionName !== 'name' && functionName !== 'nonces') throw new Error(functionName)
            return encodeFunctionResult({
              abi: prixAbi,
              functionName,
              result: answers[functionName],
            })
          },
        })
        const nativeCurrency = { name: '', symbol: '', decimals: 18 }
        const rpcUrls = { default: { http: [] } }
        const chain = defineChain({ id: at.chainId, name: '', nativeCurrency, rpcUrls })
        const client = createClient({ account, chain, transport })
        const contracts = { prix: at.verifyingContract, marketplace: spender }
        const amount = BigInt(value)
        const permit = { amount, contracts, deadline: Number(deadline), spender }
        const { r, s, v } = await signPermit(client, permit)
        return concat([r, s, numberToHex(v)])
      }
      expect(await sign(message)).toBe(signature)
      for (const { field, value } of altered)
        expect(await sign({ ...message, [field]: value }), field).not.toBe(signature)
      for (const field of ['name', 'chainId', 'verifyingContract']) {
        const foreign = vectors[0].foreign.find((one: typeof message) => one.field === field)
        const signed = await sign(message, { ...domain, [field]: foreign.value })
        expect(signed, field).toBe(foreign.signature)
      }
    }
  })
})
