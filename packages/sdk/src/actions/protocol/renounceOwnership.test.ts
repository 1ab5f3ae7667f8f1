import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getOwner } from './getOwner.js'
import { renounceOwnership } from './renounceOwnership.js'
import { setPaused } from './setPaused.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('an owner can go for ever, but not while purchases are paused', async () => {
  const { gateway, owner } = market
  await expectRefusal(market, gateway, () => renounceOwnership(gateway), 'NOT_MARKETPLACE_OWNER')
  await market.mined(setPaused(owner, { paused: true }))
  await expectRefusal(market, owner, () => renounceOwnership(owner), 'PAUSED')
  await market.mined(setPaused(owner, { paused: false }))
  await market.mined(renounceOwnership(owner))
  expect(await getOwner(gateway)).toEqual({ owner: undefined, pendingOwner: undefined })
  const pause = () => setPaused(owner, { paused: true })
  await expectRefusal(market, owner, pause, 'NOT_MARKETPLACE_OWNER')
})
