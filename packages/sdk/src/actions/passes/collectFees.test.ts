import { afterAll, beforeAll, expect, test } from 'vitest'
import { getBalance } from '../prix/getBalance.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { collectFees } from './collectFees.js'
import { getFees } from './getFees.js'
import { purchase } from './purchase.js'
import { settle } from './settle.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('the fees of a settled pass wait for the SBN and the treasury, and anyone can send them there', async () => {
  const subscriber = await market.createClient()
  const sbn = market.sbn.account.address
  const quote = await market.createQuote(subscriber)
  await market.mined(purchase(subscriber, quote))
  expect(await getFees(subscriber, { sbn })).toEqual({ sbnAmount: 0n, protocolAmount: 0n })
  await market.mineAt((await market.now()) + 3_600)
  await market.mined(settle(subscriber, { terms: [quote.terms] }))
  expect(await getFees(subscriber, { sbn })).toEqual({
    sbnAmount: prix('1.8'),
    protocolAmount: prix('0.36'),
  })

  await market.mined(collectFees(subscriber, { sbn }))
  expect(await getBalance(subscriber, { account: sbn })).toBe(prix('1.8'))
  expect(await getBalance(subscriber, { account: market.treasury })).toBe(prix('0.36'))
  expect(await getFees(subscriber, { sbn })).toEqual({ sbnAmount: 0n, protocolAmount: 0n })
})
