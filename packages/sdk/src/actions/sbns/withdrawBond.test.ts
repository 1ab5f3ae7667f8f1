import { afterAll, beforeAll, expect, test } from 'vitest'
import { getBalance } from '../prix/getBalance.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { bond, type Market, startMarket } from '../testing/startMarket.js'
import { getSbn } from './getSbn.js'
import { leaveSbn } from './leaveSbn.js'
import { withdrawBond } from './withdrawBond.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('the bond comes back once, when the unbonding time is over', async () => {
  const client = market.sbn
  const sbn = client.account.address
  await expectRefusal(market, client, () => withdrawBond(client), 'SBN_STILL_BONDED')
  await market.mined(leaveSbn(client))
  await expectRefusal(market, client, () => withdrawBond(client), 'SBN_STILL_BONDED')

  const { withdrawableAt } = await getSbn(client, { sbn })
  await market.mineAt(withdrawableAt)
  await market.mined(withdrawBond(client))
  expect(await getBalance(client, { account: sbn })).toBe(bond)
  expect(await getSbn(client, { sbn })).toMatchObject({ active: false, bond: 0n, keySequence: 1 })
  await expectRefusal(market, client, () => withdrawBond(client), 'SBN_NOT_REGISTERED')
})
