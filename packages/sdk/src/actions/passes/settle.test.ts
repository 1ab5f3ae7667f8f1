import { parseEventLogs, toFunctionSelector } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { marketplaceAbi } from '../../contracts/generated.js'
import type { DevnetClient } from '../../devnet/types.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { getBalance } from '../prix/getBalance.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getPass } from './getPass.js'
import { purchase } from './purchase.js'
import { settle } from './settle.js'

let market: Market
let subscriber: DevnetClient
beforeAll(async () => {
  market = await startMarket()
  subscriber = await market.createClient()
})
afterAll(() => market.close())

describe('settle', () => {
  test('pays the payee for what is over, for anyone, and reports what it skips', async () => {
    const [first, second] = [
      await market.createQuote(subscriber),
      await market.createQuote(subscriber),
    ]
    await market.mined(purchase(subscriber, first))
    await market.mined(purchase(subscriber, second))
    await market.mineAt((await market.now()) + 3_600)
    const running = await market.createQuote(subscriber)
    await market.mined(purchase(subscriber, running))

    const stranger = await market.createClient({ prix: 0n })
    const terms = [first.terms, second.terms, running.terms]
    const { logs } = await market.mined(settle(stranger, { terms }))
    const earned = await getBalance(stranger, { account: market.payee })
    expect(earned).toBe((prix('72') * 94n) / 100n)
    expect(await getBalance(stranger, { account: stranger.account.address })).toBe(0n)

    const skipped = parseEventLogs({ abi: marketplaceAbi, eventName: 'PassSkipped', logs })
    expect(skipped.map(({ args }) => args)).toEqual([
      {
        passId: BigInt(hashTerms(running.terms)),
        reason: toFunctionSelector('Marketplace_PassNotOver(uint256,uint256)'),
      },
    ])
    const ended = await Promise.all(
      terms.map(async (item) => (await getPass(stranger, { passId: hashTerms(item) }))?.ended),
    )
    expect(ended).toEqual([true, true, false])
  })
})
