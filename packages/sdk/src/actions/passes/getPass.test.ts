import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashTerms } from '../../protocol/hashTerms.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getPass } from './getPass.js'
import { purchase } from './purchase.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('a pass is unknown before it is bought, and kept when its time is over', async () => {
  const subscriber = await market.createClient()
  const quote = await market.createQuote(subscriber)
  const passId = hashTerms(quote.terms)
  expect(await getPass(subscriber, { passId })).toBeUndefined()

  await market.mined(purchase(subscriber, quote))
  const start = await market.now()
  const owner = subscriber.account.address
  const pass = {
    ...{ owner, start, end: start + 3_600, ended: false },
    ...{ metered: false, renewable: false, periods: 1, redeemed: 0n },
  }
  expect(await getPass(subscriber, { passId })).toEqual(pass)
  await market.mineAt(start + 3_600)
  expect(await getPass(subscriber, { passId })).toEqual(pass)
})
