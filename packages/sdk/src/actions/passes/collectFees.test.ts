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

test('anyone can send the fees to the SBN and the treasury, once', async () => {
  const stranger = await market.createClient()
  const sbn = market.sbn.account.address
  const quote = await market.createQuote(stranger)
  await market.mined(purchase(stranger, quote))
  await market.mineAt((await market.now()) + 3_600)
  await market.mined(settle(stranger, { terms: [quote.terms] }))

  const balances = () =>
    Promise.all([sbn, market.treasury].map((account) => getBalance(stranger, { account })))
  await market.mined(collectFees(stranger, { sbn }))
  expect(await balances()).toEqual([prix('1.8'), prix('0.36')])
  expect(await getFees(stranger, { sbn })).toEqual({ sbnAmount: 0n, protocolAmount: 0n })
  await market.mined(collectFees(stranger, { sbn }))
  expect(await balances()).toEqual([prix('1.8'), prix('0.36')])
})
