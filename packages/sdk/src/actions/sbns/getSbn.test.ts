import { zeroAddress, zeroHash } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bond, type Market, sbnFee, startMarket } from '../testing/startMarket.js'
import { getSbn } from './getSbn.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('the record of an SBN is read in full, and that of another account is empty', async () => {
  const { encryptionKey, gateway, sbn } = market
  expect(await getSbn(gateway, { sbn: sbn.account.address })).toEqual({
    active: true,
    signer: sbn.account.address,
    fee: sbnFee,
    nextFee: sbnFee,
    nextFeeAt: 0,
    keySequence: 1,
    withdrawableAt: 0,
    bond,
    encryptionKey,
  })
  expect(await getSbn(gateway, { sbn: gateway.account.address })).toEqual({
    active: false,
    signer: zeroAddress,
    fee: 0,
    nextFee: 0,
    nextFeeAt: 0,
    keySequence: 0,
    withdrawableAt: 0,
    bond: 0n,
    encryptionKey: zeroHash,
  })
})
