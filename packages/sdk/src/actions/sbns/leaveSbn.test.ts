import { afterAll, beforeAll, expect, test } from 'vitest'
import { leave } from '../passes/leave.js'
import { purchase } from '../passes/purchase.js'
import { getBalance } from '../prix/getBalance.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { bond, type Market, startMarket, unbondingTime } from '../testing/startMarket.js'
import { getSbn } from './getSbn.js'
import { leaveSbn } from './leaveSbn.js'
import { withdrawBond } from './withdrawBond.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('an SBN that leaves sells nothing more, and gets its bond back after the unbonding time', async () => {
  const client = market.sbn
  const sbn = client.account.address
  const subscriber = await market.createClient()
  const [bought, unused] = [
    await market.createQuote(subscriber),
    await market.createQuote(subscriber),
  ]
  await market.mined(purchase(subscriber, bought))
  await expectRefusal(market, client, () => withdrawBond(client), 'SBN_STILL_BONDED')

  await market.mined(leaveSbn(client))
  const withdrawableAt = (await market.now()) + unbondingTime
  expect(await getSbn(client, { sbn })).toMatchObject({ active: false, withdrawableAt, bond })
  const buy = () => purchase(subscriber, unused)
  await expectRefusal(market, subscriber, buy, 'SBN_NOT_ACTIVE')
  await market.mined(leave(subscriber, { terms: bought.terms }))
  await expectRefusal(market, client, () => leaveSbn(client), 'SBN_NOT_ACTIVE')
  await expectRefusal(market, client, () => withdrawBond(client), 'SBN_STILL_BONDED')

  await market.mineAt(withdrawableAt)
  await market.mined(withdrawBond(client))
  expect(await getBalance(client, { account: sbn })).toBe(bond)
  expect(await getSbn(client, { sbn })).toMatchObject({ active: false, bond: 0n, keySequence: 1 })
  await expectRefusal(market, client, () => withdrawBond(client), 'SBN_NOT_REGISTERED')
  await expectRefusal(market, client, () => leaveSbn(client), 'SBN_NOT_REGISTERED')
})
