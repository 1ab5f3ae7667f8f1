import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashTerms } from '../../protocol/hashTerms.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { isActive } from './isActive.js'
import { purchase } from './purchase.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('a pass is active for its owner only, from its purchase to its last second', async () => {
  const subscriber = await market.createClient()
  const account = subscriber.account.address
  const quote = await market.createQuote(subscriber)
  const passId = hashTerms(quote.terms)
  expect(await isActive(subscriber, { passId, account })).toBe(false)

  await market.mined(purchase(subscriber, quote))
  const start = await market.now()
  expect(await isActive(subscriber, { passId, account })).toBe(true)
  expect(await isActive(subscriber, { passId, account: market.payee })).toBe(false)
  await market.mineAt(start + 3_599)
  expect(await isActive(subscriber, { passId, account })).toBe(true)
  await market.mineAt(start + 3_600)
  expect(await isActive(subscriber, { passId, account })).toBe(false)
})
