import { writeContract } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { marketplaceAbi } from '../../contracts/generated.js'
import type { DevnetClient } from '../../devnet/types.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { getBalance } from '../prix/getBalance.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getPass } from './getPass.js'
import { leave } from './leave.js'
import { purchase } from './purchase.js'

let market: Market
let subscriber: DevnetClient
beforeAll(async () => {
  market = await startMarket()
  subscriber = await market.createClient()
})
afterAll(() => market.close())

async function buy() {
  const { terms, ...quote } = await market.createQuote(subscriber)
  await market.mined(purchase(subscriber, { terms, ...quote }))
  return { terms, start: await market.now() }
}

const balance = (account = subscriber.account.address) => getBalance(subscriber, { account })

describe('leave', () => {
  test('pays for the seconds used and gives back the rest at once', async () => {
    const { terms, start } = await buy()
    const [before, earned] = [await balance(), await balance(market.payee)]
    await market.setNextTime(start + 900)
    await market.mined(leave(subscriber, { terms }))
    expect(await balance()).toBe(before + prix('27'))
    expect(await balance(market.payee)).toBe(earned + (prix('9') * 94n) / 100n)
    const pass = await getPass(subscriber, { passId: hashTerms(terms) })
    expect(pass).toMatchObject({ end: start + 900, ended: true })
  })

  test('keeps the minimum of who leaves in the first minute', async () => {
    const { terms, start } = await buy()
    const before = await balance()
    await market.setNextTime(start + 50)
    await market.mined(leave(subscriber, { terms }))
    expect(await balance()).toBe(before + prix('35'))
  })

  test('lets an approved operator leave, for the owner', async () => {
    const { terms } = await buy()
    const operator = await market.createClient({ prix: 0n })
    const before = await balance()
    await market.mined(
      writeContract(subscriber, {
        address: market.contracts.marketplace,
        abi: marketplaceAbi,
        functionName: 'approve',
        args: [operator.account.address, BigInt(hashTerms(terms))],
      }),
    )
    await market.mined(leave(operator, { terms }))
    expect(await balance(operator.account.address)).toBe(0n)
    expect(await balance()).toBe(before + prix('35'))
  })

  test('refuses a stranger, the gateway, and terms that nobody bought', async () => {
    const { terms } = await buy()
    const stranger = await market.createClient({ prix: 0n })
    for (const client of [stranger, market.gateway])
      await expectRefusal(market, client, () => leave(client, { terms }), 'NOT_AUTHORIZED')
    const other = { ...terms, minimum: 0n }
    const leaveOther = () => leave(subscriber, { terms: other })
    await expectRefusal(market, subscriber, leaveOther, 'PASS_NOT_FOUND')
  })

  test('refuses a pass that was left already, and one whose time is over', async () => {
    const first = await buy()
    await market.mined(leave(subscriber, first))
    const again = () => leave(subscriber, first)
    await expectRefusal(market, subscriber, again, 'PASS_ALREADY_ENDED')
    const second = await buy()
    await market.mineAt(second.start + 3_600)
    await expectRefusal(market, subscriber, () => leave(subscriber, second), 'PASS_OVER')
  })
})
