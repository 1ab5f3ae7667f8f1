import { afterAll, beforeAll, expect, test } from 'vitest'
import { purchase } from '../passes/purchase.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, protocolFee, startMarket } from '../testing/startMarket.js'
import { getPolicy } from './getPolicy.js'
import { setProtocolFee } from './setProtocolFee.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('a lower fee counts at once, and a higher one after a week', async () => {
  const { gateway, owner } = market
  const subscriber = await market.createClient()
  const old = await market.createQuote(subscriber)
  await market.mined(setProtocolFee(owner, { fee: 50 }))
  expect(await getPolicy(gateway)).toMatchObject({ protocolFee: 50, nextProtocolFeeAt: 0 })
  const buy = () => purchase(subscriber, old)
  await expectRefusal(market, subscriber, buy, 'PROTOCOL_FEE_MISMATCH')

  await market.mined(setProtocolFee(owner, { fee: protocolFee }))
  const nextProtocolFeeAt = (await market.now()) + 7 * 86_400
  const due = { protocolFee: 50, nextProtocolFee: protocolFee, nextProtocolFeeAt }
  expect(await getPolicy(gateway)).toMatchObject(due)
  await market.mineAt(nextProtocolFeeAt)
  expect(await getPolicy(gateway)).toMatchObject({ protocolFee, nextProtocolFeeAt: 0 })
})

test('there is a limit, and only the owner sets it', async () => {
  const { gateway, owner } = market
  const tooHigh = () => setProtocolFee(owner, { fee: 501 })
  await expectRefusal(market, owner, tooHigh, 'PROTOCOL_FEE_TOO_HIGH')
  const stranger = () => setProtocolFee(gateway, { fee: 0 })
  await expectRefusal(market, gateway, stranger, 'NOT_MARKETPLACE_OWNER')
})
