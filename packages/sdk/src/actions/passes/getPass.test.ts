import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashTerms } from '../../protocol/hashTerms.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getPass } from './getPass.js'
import { isActive } from './isActive.js'
import { purchase } from './purchase.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('a pass is unknown before it is bought, active for its owner while it runs, and kept afterwards', async () => {
  const subscriber = await market.createClient()
  const account = subscriber.account.address
  const quote = await market.createQuote(subscriber)
  const passId = hashTerms(quote.terms)
  expect(await getPass(subscriber, { passId })).toBeUndefined()
  expect(await isActive(subscriber, { passId, account })).toBe(false)

  await market.mined(purchase(subscriber, quote))
  const start = await market.now()
  const pass = { owner: account, start, end: start + 3_600, ended: false }
  expect(await getPass(subscriber, { passId })).toEqual(pass)
  expect(await isActive(subscriber, { passId, account })).toBe(true)
  expect(await isActive(subscriber, { passId, account: market.payee })).toBe(false)

  await market.mineAt(start + 3_600)
  expect(await getPass(subscriber, { passId })).toEqual(pass)
  expect(await isActive(subscriber, { passId, account })).toBe(false)
})
