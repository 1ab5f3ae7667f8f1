import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getOwner } from './getOwner.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('it tells who owns the marketplace, and that it was offered to nobody', async () => {
  const { gateway, owner } = market
  expect(await getOwner(gateway)).toEqual({
    owner: owner.account.address,
    pendingOwner: undefined,
  })
})
