import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getBalance } from './getBalance.js'
import { transfer } from './transfer.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('PRIX goes from one account to the other, and not more than there is', async () => {
  const sender = await market.createClient({ prix: prix('10') })
  const to = market.treasury
  await market.mined(transfer(sender, { to, amount: prix('4') }))
  expect(await getBalance(sender, { account: sender.account.address })).toBe(prix('6'))
  expect(await getBalance(sender, { account: to })).toBe(prix('4'))
  const tooMuch = () => transfer(sender, { to, amount: prix('6') + 1n })
  await expectRefusal(market, sender, tooMuch, 'INSUFFICIENT_PRIX')
})
