import { encodeFunctionData } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prixAbi } from '../../contracts/generated.js'
import { sendCall } from '../sendCall.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { approve } from './approve.js'
import { getBalance } from './getBalance.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('another account can take what was approved, and not more', async () => {
  const owner = await market.createClient({ prix: prix('10') })
  const spender = await market.createClient({ prix: 0n })
  const [from, to] = [owner.account.address, spender.account.address]
  const take = (amount: bigint) => {
    const args = [from, to, amount] as const
    const data = encodeFunctionData({ abi: prixAbi, functionName: 'transferFrom', args })
    return sendCall(spender, { to: market.contracts.prix, data })
  }
  await expectRefusal(market, spender, () => take(1n), 'INSUFFICIENT_ALLOWANCE')
  await market.mined(approve(owner, { spender: to, amount: prix('3') }))
  await market.mined(take(prix('3')))
  expect(await getBalance(owner, { account: from })).toBe(prix('7'))
  expect(await getBalance(owner, { account: to })).toBe(prix('3'))
  await expectRefusal(market, spender, () => take(1n), 'INSUFFICIENT_ALLOWANCE')
})
