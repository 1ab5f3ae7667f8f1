import { afterAll, beforeAll, expect, test } from 'vitest'
import { leave } from '../passes/leave.js'
import { purchase } from '../passes/purchase.js'
import { getBalance } from '../prix/getBalance.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getGateway } from './getGateway.js'
import { unregisterGateway } from './unregisterGateway.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('a gateway that unregisters sells nothing more, and its open passes go on', async () => {
  const client = market.gateway
  const [gateway, sbn] = [client.account.address, market.sbn.account.address]
  const subscriber = await market.createClient()
  const { terms, ...quote } = await market.createQuote(subscriber)
  await market.mined(purchase(subscriber, { terms, ...quote }))
  const unused = await market.createQuote(subscriber)

  await market.mined(unregisterGateway(client, { sbn }))
  expect(await getGateway(client, { gateway, sbn })).toBeUndefined()
  const buy = () => purchase(subscriber, unused)
  await expectRefusal(market, subscriber, buy, 'GATEWAY_NOT_REGISTERED')
  const again = () => unregisterGateway(client, { sbn })
  await expectRefusal(market, client, again, 'GATEWAY_NOT_REGISTERED')
  await market.mined(leave(subscriber, { terms }))
  expect(await getBalance(client, { account: market.payee })).toBe((prix('1') * 94n) / 100n)
})
