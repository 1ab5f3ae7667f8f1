import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getBalance } from './getBalance.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('balances are in base units, and zero for who never had any', async () => {
  const { account } = await market.createClient({ prix: prix('12.00000001') })
  expect(await getBalance(market.gateway, { account: account.address })).toBe(1_200_000_001n)
  expect(await getBalance(market.gateway, { account: market.payee })).toBe(0n)
})

test('it can be asked with an address of the contracts that the chain does not name', async () => {
  const account = market.contracts.marketplace
  const contracts = { ...market.contracts, prix: market.contracts.marketplace }
  expect(await getBalance(market.gateway, { account })).toBe(prix('1000'))
  expect(await getBalance(market.gateway, { account, contracts })).toBe(0n)
})
