import { parseEventLogs, zeroHash } from 'viem'
import { writeContract } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { marketplaceAbi } from '../../contracts/generated.js'
import { createKeyPair } from '../../protocol/createKeyPair.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { purchase } from './purchase.js'
import { rekey } from './rekey.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

describe('rekey', () => {
  test('makes the keys of a new owner known, and takes none of the one before', async () => {
    const [seller, buyer] = [await market.createClient(), await market.createClient()]
    const quote = await market.createQuote(seller)
    await market.mined(purchase(seller, quote))
    const passId = hashTerms(quote.terms)
    const [from, to] = [seller.account.address, buyer.account.address]
    const keys = {
      recipientKey: (await createKeyPair()).publicKey,
      clientKey: (await createKeyPair()).publicKey,
    }
    const byBuyer = () => rekey(buyer, { passId, ...keys })
    await expectRefusal(market, buyer, byBuyer, 'NOT_AUTHORIZED')
    await market.mined(
      writeContract(seller, {
        address: market.contracts.marketplace,
        abi: marketplaceAbi,
        functionName: 'transferFrom',
        args: [from, to, BigInt(passId)],
      }),
    )
    await expectRefusal(market, seller, () => rekey(seller, { passId, ...keys }), 'NOT_AUTHORIZED')
    const { logs } = await market.mined(byBuyer())
    const [event] = parseEventLogs({ abi: marketplaceAbi, eventName: 'PassRekeyed', logs })
    expect(event?.args).toEqual({ passId: BigInt(passId), owner: to, ...keys })

    const zero = () => rekey(buyer, { passId, ...keys, clientKey: zeroHash })
    await expectRefusal(market, buyer, zero, 'KEY_ZERO')
    await market.mineAt((await market.now()) + 3_600)
    await expectRefusal(market, buyer, byBuyer, 'PASS_OVER')
  })
})
