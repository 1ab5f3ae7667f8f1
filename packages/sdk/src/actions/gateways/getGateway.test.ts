import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getGateway } from './getGateway.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('a registration belongs to one gateway and one SBN', async () => {
  const [gateway, sbn] = [market.gateway.account.address, market.sbn.account.address]
  const registration = { payee: market.payee, floorPrice: 7n }
  expect(await getGateway(market.sbn, { gateway, sbn })).toEqual(registration)
  expect(await getGateway(market.sbn, { gateway: sbn, sbn })).toBeUndefined()
  expect(await getGateway(market.sbn, { gateway, sbn: gateway })).toBeUndefined()
})
