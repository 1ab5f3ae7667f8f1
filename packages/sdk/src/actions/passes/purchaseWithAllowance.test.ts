import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashTerms } from '../../protocol/hashTerms.js'
import { approve } from '../prix/approve.js'
import { getBalance } from '../prix/getBalance.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getPass } from './getPass.js'
import { purchaseWithAllowance } from './purchaseWithAllowance.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

describe('purchaseWithAllowance', () => {
  test('takes the price from what was approved', async () => {
    const subscriber = await market.createClient()
    const account = subscriber.account.address
    const spender = market.contracts.marketplace
    await market.mined(approve(subscriber, { spender, amount: prix('40') }))
    const quote = await market.createQuote(subscriber)
    await market.mined(purchaseWithAllowance(subscriber, quote))
    expect(await getBalance(subscriber, { account })).toBe(prix('964'))
    const pass = await getPass(subscriber, { passId: hashTerms(quote.terms) })
    expect(pass?.owner).toBe(account)

    const next = await market.createQuote(subscriber)
    const overspend = () => purchaseWithAllowance(subscriber, next)
    await expectRefusal(market, subscriber, overspend, 'PAYMENT_FAILED')
  })

  test('refuses an account that approved enough and has too little', async () => {
    const poor = await market.createClient({ prix: prix('35') })
    const spender = market.contracts.marketplace
    await market.mined(approve(poor, { spender, amount: prix('36') }))
    const quote = await market.createQuote(poor)
    const buy = () => purchaseWithAllowance(poor, quote)
    await expectRefusal(market, poor, buy, 'PAYMENT_FAILED')
  })

  test('refuses a quote of which the price was lowered', async () => {
    const subscriber = await market.createClient()
    const { terms, ...quote } = await market.createQuote(subscriber)
    const buy = () =>
      purchaseWithAllowance(subscriber, { ...quote, terms: { ...terms, price: prix('20') } })
    await expectRefusal(market, subscriber, buy, 'QUOTE_ALTERED')
  })
})
