import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DevnetClient } from '../../devnet/types.js'
import { splitFees } from '../../protocol/splitFees.js'
import { getBalance } from '../prix/getBalance.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { sellMetered } from '../testing/sellMetered.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getPass } from './getPass.js'
import { leave } from './leave.js'
import { purchase } from './purchase.js'
import { redeem } from './redeem.js'
import { settle } from './settle.js'

let market: Market
let subscriber: DevnetClient
beforeAll(async () => {
  market = await startMarket()
  subscriber = await market.createClient()
})
afterAll(() => market.close())

const earned = () => getBalance(subscriber, { account: market.payee })

describe('redeem', () => {
  test('pays what a voucher promises, less what was paid before, for anyone', async () => {
    const { passId, promise } = await sellMetered(market, subscriber)
    const stranger = await market.createClient({ prix: 0n })
    const before = await earned()
    await market.mined(redeem(stranger, await promise(prix('10'))))
    expect(await earned()).toBe(before + prix('9.4'))
    await market.mined(redeem(stranger, await promise(prix('15'))))
    expect(await earned()).toBe(before + prix('14.1'))
    const pass = await getPass(subscriber, { passId })
    expect(pass).toMatchObject({ metered: true, ended: false, redeemed: prix('15') })
  })

  test('keeps the fees that `splitFees` says, to the unit', async () => {
    const { promise, terms } = await sellMetered(market, subscriber)
    const before = await earned()
    for (const owed of [1n, 19n, 99n, 100n, 12_345n]) {
      await market.mined(redeem(subscriber, await promise(owed)))
      const { protocolAmount, sbnAmount } = splitFees(terms, owed)
      expect(await earned()).toBe(before + owed - sbnAmount - protocolAmount)
    }
  })

  test('ends the pass when the gateway says that it is the last word', async () => {
    const { passId, promise } = await sellMetered(market, subscriber)
    const last = { ...(await promise(prix('6'))), isFinal: true }
    await expectRefusal(market, subscriber, () => redeem(subscriber, last), 'NOT_AUTHORIZED')
    const account = subscriber.account.address
    const before = await getBalance(subscriber, { account })
    await market.mined(redeem(market.gateway, last))
    expect(await getBalance(subscriber, { account })).toBe(before + prix('30'))
    expect(await getPass(subscriber, { passId })).toMatchObject({ ended: true, redeemed: 0n })
  })

  test('goes on for a day after its owner has left, and then the rest goes to the owner', async () => {
    const { passId, promise, start, terms } = await sellMetered(market, subscriber)
    await market.setNextTime(start + 100)
    await market.mined(leave(subscriber, { terms }))
    const left = await getPass(subscriber, { passId })
    expect(left).toMatchObject({ end: start + 100, ended: false })
    await market.mined(redeem(market.gateway, await promise(prix('1'))))
    await market.mineAt(start + 100 + 86_400)
    const late = await promise(prix('2'))
    await expectRefusal(market, market.gateway, () => redeem(market.gateway, late), 'PASS_OVER')
    const account = subscriber.account.address
    const before = await getBalance(subscriber, { account })
    await market.mined(settle(subscriber, { terms: [terms] }))
    expect(await getBalance(subscriber, { account })).toBe(before + prix('35'))
  })

  test('refuses what is not a voucher of this pass for more than before and at most the escrow', async () => {
    const { promise, terms } = await sellMetered(market, subscriber)
    const other = await sellMetered(market, subscriber)
    await market.mined(redeem(subscriber, await promise(prix('3'))))
    const foreign = { ...(await other.promise(prix('4'))), terms }
    const altered = { ...(await promise(prix('4'))), owed: prix('5') }
    for (const [voucher, code] of [
      [await promise(prix('3')), 'VOUCHER_TOO_LOW'],
      [await promise(prix('36') + 1n), 'VOUCHER_TOO_HIGH'],
      [foreign, 'VOUCHER_ALTERED'],
      [altered, 'VOUCHER_ALTERED'],
    ] as const)
      await expectRefusal(market, subscriber, () => redeem(subscriber, voucher), code)
  })

  test('refuses a flat pass, and one that was never bought', async () => {
    const flat = await market.createQuote(subscriber)
    const voucher = { terms: flat.terms, owed: 1n, signature: flat.signature }
    const act = () => redeem(subscriber, voucher)
    await expectRefusal(market, subscriber, act, 'PASS_NOT_FOUND')
    await market.mined(purchase(subscriber, flat))
    await expectRefusal(market, subscriber, act, 'NOT_METERED')
  })
})
