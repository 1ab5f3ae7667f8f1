import { keccak256, stringToHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashMessage } from '../../protocol/hashMessage.js'
import { attestation } from '../../protocol/messages/attestation.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { isAttested } from './isAttested.js'
import { publishAttestationRoot } from './publishAttestationRoot.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('the only attestation of an epoch is its root, and needs no proof', async () => {
  const { chain, contracts, sbn } = market
  const deployment = { chainId: chain.id, marketplace: contracts.marketplace }
  const epoch = Math.floor((await market.now()) / 86_400) - 1
  const gateway = market.gateway.account.address
  const result = keccak256(stringToHex('found'))
  const claim = { sbn: sbn.account.address, gateway, epoch, result, proof: [] }
  expect(await isAttested(sbn, claim)).toBe(false)
  const root = hashMessage(attestation, { gateway, epoch, result }, deployment)
  await market.mined(publishAttestationRoot(sbn, { epoch, root }))
  expect(await isAttested(sbn, claim)).toBe(true)
  expect(await isAttested(sbn, { ...claim, gateway: market.payee })).toBe(false)
})
