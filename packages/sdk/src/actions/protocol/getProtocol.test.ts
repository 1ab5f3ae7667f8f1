import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  bond,
  type Market,
  protocolFee,
  startMarket,
  unbondingTime,
} from '../testing/startMarket.js'
import { getProtocol } from './getProtocol.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('it tells what the marketplace was deployed with', async () => {
  const { treasury } = market
  const protocol = { bond, protocolFee, treasury, unbondingTime }
  expect(await getProtocol(market.gateway)).toEqual(protocol)
})
