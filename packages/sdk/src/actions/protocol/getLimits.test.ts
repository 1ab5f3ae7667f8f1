import { afterAll, beforeAll, expect, test } from 'vitest'
import { redeemGrace } from '../../protocol/getSettleTime.js'
import { messageLifetime } from '../../protocol/verifyMessage.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getLimits } from './getLimits.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('it tells the limits, and those that this package knows by itself are the same', async () => {
  expect(await getLimits(market.gateway)).toEqual({
    maxProtocolFee: 500,
    protocolFeeDelay: 7 * 86_400,
    maxSbnFee: 2_000,
    sbnFeeDelay: 86_400,
    minDuration: 1,
    maxDuration: 366 * 86_400,
    maxRenewal: 10 * 366 * 86_400,
    redeemGrace,
    maxMinimum: 500,
    maxQuoteAhead: messageLifetime,
    maxMessage: 8_192n,
    epoch: 86_400n,
    reporterShare: 2_000,
  })
})
