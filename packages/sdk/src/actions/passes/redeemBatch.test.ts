import { parseEventLogs, toFunctionSelector } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { marketplaceAbi } from '../../contracts/generated.js'
import type { DevnetClient } from '../../devnet/types.js'
import { getBalance } from '../prix/getBalance.js'
import { sellMetered } from '../testing/sellMetered.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getPass } from './getPass.js'
import { redeemBatch } from './redeemBatch.js'

let market: Market
let subscriber: DevnetClient
beforeAll(async () => {
  market = await startMarket()
  subscriber = await market.createClient()
})
afterAll(() => market.close())

const earned = () => getBalance(subscriber, { account: market.payee })

describe('redeemBatch', () => {
  test('pays for all vouchers but the bad ones, and says which those are', async () => {
    const [first, second, other] = [
      await sellMetered(market, subscriber),
      await sellMetered(market, subscriber),
      await sellMetered(market, subscriber, { duration: 7_200 }),
    ]
    const altered = { ...(await second.promise(prix('5'))), owed: prix('6') }
    const vouchers = [await first.promise(prix('10')), altered, await other.promise(prix('20'))]
    const before = await earned()
    const { logs } = await market.mined(redeemBatch(subscriber, { vouchers }))
    expect(await earned()).toBe(before + prix('28.2'))
    const skipped = parseEventLogs({ abi: marketplaceAbi, eventName: 'PassSkipped', logs })
    expect(skipped.map(({ args }) => args)).toEqual([
      {
        passId: BigInt(second.passId),
        reason: toFunctionSelector('Marketplace_VoucherSignatureInvalid(address)'),
      },
    ])
  })

  test('ends the passes when it is the last word', async () => {
    const { passId, promise } = await sellMetered(market, subscriber)
    const vouchers = [await promise(prix('1'))]
    await market.mined(redeemBatch(market.gateway, { vouchers, isFinal: true }))
    expect(await getPass(subscriber, { passId })).toMatchObject({ ended: true })
  })

  test('takes no signature of another length', async () => {
    const { promise } = await sellMetered(market, subscriber)
    const vouchers = [{ ...(await promise(1n)), signature: '0x1234' as const }]
    await expect(redeemBatch(subscriber, { vouchers })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      field: 'signature',
    })
  })
})
