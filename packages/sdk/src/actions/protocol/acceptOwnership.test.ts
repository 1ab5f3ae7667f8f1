import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { acceptOwnership } from './acceptOwnership.js'
import { getOwner } from './getOwner.js'
import { transferOwnership } from './transferOwnership.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('whom the ownership was offered to takes it over, and nobody else', async () => {
  const { gateway, owner, sbn } = market
  const newOwner = gateway.account.address
  await market.mined(transferOwnership(owner, { newOwner }))
  await expectRefusal(market, sbn, () => acceptOwnership(sbn), 'NOT_MARKETPLACE_OWNER')
  await market.mined(acceptOwnership(gateway))
  expect(await getOwner(gateway)).toEqual({ owner: newOwner, pendingOwner: undefined })
})
