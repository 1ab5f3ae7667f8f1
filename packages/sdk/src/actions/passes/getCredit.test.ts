import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getCredit } from './getCredit.js'
import { withdrawCredit } from './withdrawCredit.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('an account whose payouts all came has no credit to withdraw', async () => {
  const client = market.gateway
  const account = client.account.address
  expect(await getCredit(client, { account })).toBe(0n)
  await expectRefusal(market, client, () => withdrawCredit(client, { to: account }), 'CREDIT_ZERO')
})
