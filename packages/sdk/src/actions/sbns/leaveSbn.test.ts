import { afterAll, beforeAll, expect, test } from 'vitest'
import { leave } from '../passes/leave.js'
import { purchase } from '../passes/purchase.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { bond, type Market, startMarket, unbondingTime } from '../testing/startMarket.js'
import { getSbn } from './getSbn.js'
import { leaveSbn } from './leaveSbn.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('an SBN that leaves sells nothing more, and its open passes go on', async () => {
  const client = market.sbn
  const subscriber = await market.createClient()
  const { terms, ...quote } = await market.createQuote(subscriber)
  await market.mined(purchase(subscriber, { terms, ...quote }))
  const unused = await market.createQuote(subscriber)

  await market.mined(leaveSbn(client))
  const withdrawableAt = (await market.now()) + unbondingTime
  const record = await getSbn(client, { sbn: client.account.address })
  expect(record).toMatchObject({ active: false, withdrawableAt, bond })
  const buy = () => purchase(subscriber, unused)
  await expectRefusal(market, subscriber, buy, 'SBN_NOT_ACTIVE')
  await market.mined(leave(subscriber, { terms }))
})

test('an account that is not an SBN, or not any more, cannot leave', async () => {
  const { gateway, sbn } = market
  await expectRefusal(market, gateway, () => leaveSbn(gateway), 'SBN_NOT_REGISTERED')
  await expectRefusal(market, sbn, () => leaveSbn(sbn), 'SBN_NOT_ACTIVE')
})
