import { type Hex, parseEventLogs } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { marketplaceAbi } from '../../contracts/generated.js'
import type { DevnetClient } from '../../devnet/types.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { unpackTerms } from '../../protocol/unpackTerms.js'
import { unregisterGateway } from '../gateways/unregisterGateway.js'
import { getBalance } from '../prix/getBalance.js'
import { leaveSbn } from '../sbns/leaveSbn.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getPass } from './getPass.js'
import { purchase } from './purchase.js'

let market: Market
let subscriber: DevnetClient
beforeAll(async () => {
  market = await startMarket()
  subscriber = await market.createClient()
})
afterAll(() => market.close())

describe('purchase', () => {
  test('gives a pass for exactly the price, without an approval', async () => {
    const account = subscriber.account.address
    const quote = await market.createQuote(subscriber)
    const before = await getBalance(subscriber, { account })
    const { logs } = await market.mined(purchase(subscriber, quote))
    expect(await getBalance(subscriber, { account })).toBe(before - prix('36'))

    const start = await market.now()
    const passId = hashTerms(quote.terms)
    const pass = { owner: account, start, end: start + 3_600, ended: false }
    expect(await getPass(subscriber, { passId })).toMatchObject(pass)
    const [event] = parseEventLogs({ abi: marketplaceAbi, eventName: 'PassPurchased', logs })
    expect(event?.args.passId).toBe(BigInt(passId))
    expect(event && unpackTerms(event.args)).toEqual(quote.terms)
  })

  test('gives the pass to the subscriber in the terms, whoever pays', async () => {
    const friend = await market.createClient()
    const quote = await market.createQuote(friend)
    await market.mined(purchase(subscriber, quote))
    expect(await getBalance(friend, { account: friend.account.address })).toBe(prix('1000'))
    const pass = await getPass(subscriber, { passId: hashTerms(quote.terms) })
    expect(pass?.owner).toBe(friend.account.address)
  })

  test('refuses a quote a second time', async () => {
    const quote = await market.createQuote(subscriber)
    await market.mined(purchase(subscriber, quote))
    const again = () => purchase(subscriber, quote)
    await expectRefusal(market, subscriber, again, 'QUOTE_ALREADY_USED')
  })

  test('refuses a quote whose deadline is over, and one too far ahead', async () => {
    const now = await market.now()
    const over = await market.createQuote(subscriber, { deadline: now - 1 })
    await expectRefusal(market, subscriber, () => purchase(subscriber, over), 'QUOTE_EXPIRED')
    const far = await market.createQuote(subscriber, { deadline: now + 10_000 })
    await expectRefusal(
      market,
      subscriber,
      () => purchase(subscriber, far),
      'QUOTE_DEADLINE_TOO_FAR',
    )
  })

  test('refuses a quote in which anything was altered', async () => {
    const quote = await market.createQuote(subscriber)
    const otherSignature: Hex = `${quote.signature.slice(0, 20) as Hex}${'0'.repeat(112)}`
    const altered = [
      { ...quote, terms: { ...quote.terms, price: quote.terms.price - 1n } },
      { ...quote, terms: { ...quote.terms, duration: 7_200 } },
      { ...quote, deadline: quote.deadline + 1 },
      { ...quote, signature: otherSignature },
      { ...quote, signature: '0x' as const },
    ]
    for (const quote of altered)
      await expectRefusal(market, subscriber, () => purchase(subscriber, quote), 'QUOTE_ALTERED')
  })

  test('refuses an account that has too little PRIX', async () => {
    const poor = await market.createClient({ prix: prix('36') - 1n })
    const quote = await market.createQuote(poor)
    await expectRefusal(market, poor, () => purchase(poor, quote), 'INSUFFICIENT_PRIX')
  })

  test('refuses an account that cannot pay for gas', async () => {
    const poor = await market.createClient({ eth: 0n })
    const quote = await market.createQuote(poor)
    await expectRefusal(market, poor, () => purchase(poor, quote), 'INSUFFICIENT_GAS')
  })

  test('refuses a gateway that has gone, and then an SBN that has gone', async () => {
    const quote = await market.createQuote(subscriber)
    await market.mined(unregisterGateway(market.gateway, { sbn: market.sbn.account.address }))
    const buy = () => purchase(subscriber, quote)
    await expectRefusal(market, subscriber, buy, 'GATEWAY_NOT_REGISTERED')
    await market.mined(leaveSbn(market.sbn))
    await expectRefusal(market, subscriber, buy, 'SBN_NOT_ACTIVE')
  })
})
