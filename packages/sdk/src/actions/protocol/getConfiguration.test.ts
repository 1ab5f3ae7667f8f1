import { getAddress } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bond, type Market, startMarket, unbondingTime } from '../testing/startMarket.js'
import { getConfiguration } from './getConfiguration.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('it tells what the marketplace was deployed with', async () => {
  const { contracts, gateway, treasury } = market
  const prix = getAddress(contracts.prix)
  expect(await getConfiguration(gateway)).toEqual({ prix, treasury, bond, unbondingTime })
})
