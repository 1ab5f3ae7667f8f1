import { afterAll, beforeAll, expect, test } from 'vitest'
import { leave } from '../passes/leave.js'
import { purchase } from '../passes/purchase.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getPolicy } from './getPolicy.js'
import { setPaused } from './setPaused.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('a pause stops purchases, leaves passes alone, and only the owner can begin and end it', async () => {
  const subscriber = await market.createClient()
  const bought = await market.createQuote(subscriber)
  await market.mined(purchase(subscriber, bought))
  const pause = () => setPaused(subscriber, { paused: true })
  await expectRefusal(market, subscriber, pause, 'NOT_MARKETPLACE_OWNER')

  await market.mined(setPaused(market.owner, { paused: true }))
  expect(await getPolicy(subscriber)).toMatchObject({ paused: true })
  const wanted = await market.createQuote(subscriber)
  await expectRefusal(market, subscriber, () => purchase(subscriber, wanted), 'PAUSED')
  await market.mined(leave(subscriber, bought))
  await market.mined(setPaused(market.owner, { paused: false }))
  await market.mined(purchase(subscriber, wanted))
})
