import { writeContract } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prixAbi } from '../../contracts/generated.js'
import type { DevnetClient } from '../../devnet/types.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { getBalance } from '../prix/getBalance.js'
import { signPermit } from '../prix/signPermit.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getPass } from './getPass.js'
import { purchaseWithPermit } from './purchaseWithPermit.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

async function expectPass(client: DevnetClient, terms: Parameters<typeof hashTerms>[0]) {
  const pass = await getPass(client, { passId: hashTerms(terms) })
  expect(pass?.owner).toBe(client.account.address)
  expect(await getBalance(client, { account: client.account.address })).toBe(prix('964'))
}

describe('purchaseWithPermit', () => {
  test('buys in one transaction with a permit over the price', async () => {
    const subscriber = await market.createClient()
    const quote = await market.createQuote(subscriber)
    const { price } = quote.terms
    const permit = await signPermit(subscriber, { amount: price, deadline: quote.deadline })
    await market.mined(purchaseWithPermit(subscriber, { ...quote, permit }))
    await expectPass(subscriber, quote.terms)
  })

  test('buys also when somebody else has used the permit first', async () => {
    const subscriber = await market.createClient()
    const stranger = await market.createClient({ prix: 0n })
    const quote = await market.createQuote(subscriber)
    const { price } = quote.terms
    const permit = await signPermit(subscriber, { amount: price, deadline: quote.deadline })
    const { deadline, v, r, s } = permit
    const { marketplace, prix } = market.contracts
    const owner = subscriber.account.address
    const args = [owner, marketplace, price, BigInt(deadline), v, r, s] as const
    const frontRun = { address: prix, abi: prixAbi, functionName: 'permit', args } as const
    await market.mined(writeContract(stranger, frontRun))
    await market.mined(purchaseWithPermit(subscriber, { ...quote, permit }))
    await expectPass(subscriber, quote.terms)
  })

  test('refuses a permit that is over, and one over another amount', async () => {
    const subscriber = await market.createClient()
    const quote = await market.createQuote(subscriber)
    const { price } = quote.terms
    const late = await signPermit(subscriber, {
      amount: price,
      deadline: (await market.now()) - 1,
    })
    const more = await signPermit(subscriber, { amount: price + 1n, deadline: quote.deadline })
    for (const permit of [late, more]) {
      const buy = () => purchaseWithPermit(subscriber, { ...quote, permit })
      await expectRefusal(market, subscriber, buy, 'PAYMENT_FAILED')
    }
  })
})
