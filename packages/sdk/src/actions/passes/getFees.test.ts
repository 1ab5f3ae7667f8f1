import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getFees } from './getFees.js'
import { purchase } from './purchase.js'
import { settle } from './settle.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('fees are the shares in the terms of what a pass owed, once it has ended', async () => {
  const subscriber = await market.createClient()
  const sbn = market.sbn.account.address
  const quote = await market.createQuote(subscriber)
  await market.mined(purchase(subscriber, quote))
  expect(await getFees(subscriber, { sbn })).toEqual({ sbnAmount: 0n, protocolAmount: 0n })
  await market.mineAt((await market.now()) + 3_600)
  await market.mined(settle(subscriber, { terms: [quote.terms] }))
  const fees = { sbnAmount: prix('1.8'), protocolAmount: prix('0.36') }
  expect(await getFees(subscriber, { sbn })).toEqual(fees)
})
