import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getOwner } from './getOwner.js'
import { transferOwnership } from './transferOwnership.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('the ownership is offered, and stays where it is until it is accepted', async () => {
  const { gateway, owner } = market
  const newOwner = gateway.account.address
  const take = () => transferOwnership(gateway, { newOwner })
  await expectRefusal(market, gateway, take, 'NOT_MARKETPLACE_OWNER')
  await market.mined(transferOwnership(owner, { newOwner }))
  expect(await getOwner(gateway)).toEqual({ owner: owner.account.address, pendingOwner: newOwner })
})
