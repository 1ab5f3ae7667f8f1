import { keccak256, stringToHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getAttestationRoot } from './getAttestationRoot.js'
import { publishAttestationRoot } from './publishAttestationRoot.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('each epoch of each SBN has a root of its own, or none', async () => {
  const { gateway, sbn } = market
  const epoch = Math.floor((await market.now()) / 86_400) - 1
  const root = keccak256(stringToHex('root'))
  await market.mined(publishAttestationRoot(sbn, { epoch, root }))
  const place = { sbn: sbn.account.address, epoch }
  expect(await getAttestationRoot(gateway, place)).toBe(root)
  expect(await getAttestationRoot(gateway, { ...place, epoch: epoch - 1 })).toBeUndefined()
  const other = { ...place, sbn: gateway.account.address }
  expect(await getAttestationRoot(gateway, other)).toBeUndefined()
})
