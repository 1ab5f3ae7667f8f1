import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DevnetClient } from '../../devnet/types.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { getBalance } from '../prix/getBalance.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getPass } from './getPass.js'
import { giveUp } from './giveUp.js'
import { purchase } from './purchase.js'

let market: Market
let subscriber: DevnetClient
beforeAll(async () => {
  market = await startMarket()
  subscriber = await market.createClient()
})
afterAll(() => market.close())

async function buy() {
  const quote = await market.createQuote(subscriber)
  await market.mined(purchase(subscriber, quote))
  return { terms: quote.terms, start: await market.now() }
}

describe('giveUp', () => {
  test('gives back all but the seconds served, without a minimum', async () => {
    const { terms, start } = await buy()
    const account = subscriber.account.address
    const before = await getBalance(subscriber, { account })
    await market.setNextTime(start + 10)
    await market.mined(giveUp(market.gateway, { terms }))
    expect(await getBalance(subscriber, { account })).toBe(before + prix('35.9'))
    const pass = await getPass(subscriber, { passId: hashTerms(terms) })
    expect(pass).toMatchObject({ owner: account, end: start + 10, ended: true })
  })

  test('refuses the owner, a second time, and a pass whose time is over', async () => {
    const { terms, start } = await buy()
    const asOwner = () => giveUp(subscriber, { terms })
    await expectRefusal(market, subscriber, asOwner, 'NOT_AUTHORIZED')

    await market.mineAt(start + 3_600)
    const late = () => giveUp(market.gateway, { terms })
    await expectRefusal(market, market.gateway, late, 'PASS_OVER')

    const next = await buy()
    await market.mined(giveUp(market.gateway, next))
    const again = () => giveUp(market.gateway, next)
    await expectRefusal(market, market.gateway, again, 'PASS_ALREADY_ENDED')
  })
})
