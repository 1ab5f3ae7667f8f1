import { toAccount } from 'viem/accounts'
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
})
