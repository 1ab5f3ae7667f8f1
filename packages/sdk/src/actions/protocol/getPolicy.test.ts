import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, protocolFee, startMarket } from '../testing/startMarket.js'
import { getPolicy } from './getPolicy.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('it tells what counts for passes that are bought now', async () => {
  expect(await getPolicy(market.gateway)).toEqual({
    ...{ paused: false, protocolFee, nextProtocolFee: protocolFee, nextProtocolFeeAt: 0 },
  })
})
