import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DevnetClient } from '../../devnet/types.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { approve } from '../prix/approve.js'
import { getBalance } from '../prix/getBalance.js'
import { setPaused } from '../protocol/setPaused.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getPass } from './getPass.js'
import { leave } from './leave.js'
import { purchase } from './purchase.js'
import { renewWithAllowance } from './renewWithAllowance.js'

let market: Market
let subscriber: DevnetClient
beforeAll(async () => {
  market = await startMarket()
  subscriber = await market.createClient()
  const spender = market.contracts.marketplace
  await market.mined(approve(subscriber, { spender, amount: prix('500') }))
})
afterAll(() => market.close())

/** A pass of an hour that can be renewed up to three hours in all. */
async function buy() {
  const renewUntil = (await market.now()) + 3 * 3_600 + 60
  const quote = await market.createQuote(subscriber, { renewUntil })
  await market.mined(purchase(subscriber, quote))
  return { terms: quote.terms, start: await market.now(), passId: hashTerms(quote.terms) }
}

const balance = () => getBalance(subscriber, { account: subscriber.account.address })

describe('renewWithAllowance', () => {
  test('pays for more periods at the same price, of which the unused part comes back', async () => {
    const { passId, start, terms } = await buy()
    expect(await getPass(subscriber, { passId })).toMatchObject({ renewable: true, periods: 1 })
    const before = await balance()
    await market.mined(renewWithAllowance(subscriber, { terms, periods: 2 }))
    expect(await balance()).toBe(before - prix('72'))
    const renewed = { end: start + 3 * 3_600, periods: 3, renewable: false }
    expect(await getPass(subscriber, { passId })).toMatchObject(renewed)
    await market.setNextTime(start + 5_400)
    await market.mined(leave(subscriber, { terms }))
    expect(await balance()).toBe(before - prix('72') + prix('54'))
  })

  test('refuses more than the terms allow, no period, a stranger, and a pass whose time is over', async () => {
    const { start, terms } = await buy()
    const stranger = await market.createClient()
    const spender = market.contracts.marketplace
    await market.mined(approve(stranger, { spender, amount: prix('100') }))
    const renewing =
      (periods: number, client = subscriber) =>
      () =>
        renewWithAllowance(client, { terms, periods })
    await expectRefusal(market, subscriber, renewing(3), 'RENEWAL_OUT_OF_BOUNDS')
    await expectRefusal(market, subscriber, renewing(0), 'RENEWAL_OUT_OF_BOUNDS')
    await expectRefusal(market, stranger, renewing(1, stranger), 'NOT_AUTHORIZED')
    await market.mineAt(start + 3_600)
    await expectRefusal(market, subscriber, renewing(1), 'PASS_OVER')
  })

  test('refuses an owner who has too little PRIX, and everybody while purchases are paused', async () => {
    const { terms } = await buy()
    const poor = await market.createClient({ prix: prix('36') })
    const renewUntil = (await market.now()) + 8_000
    const quote = await market.createQuote(poor, { renewUntil })
    await market.mined(purchase(poor, quote))
    const renewing = () => renewWithAllowance(poor, { terms: quote.terms, periods: 1 })
    await expectRefusal(market, poor, renewing, 'PAYMENT_FAILED')
    await market.mined(setPaused(market.owner, { paused: true }))
    const paused = () => renewWithAllowance(subscriber, { terms, periods: 1 })
    await expectRefusal(market, subscriber, paused, 'PAUSED')
  })
})
