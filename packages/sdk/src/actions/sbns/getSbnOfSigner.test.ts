import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyPair } from '../../protocol/createKeyPair.js'
import { sbnSigner } from '../../protocol/messages/sbnSigner.js'
import { signMessage } from '../../protocol/signMessage.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, sbnFee, startMarket } from '../testing/startMarket.js'
import { getSbn } from './getSbn.js'
import { getSbnOfSigner } from './getSbnOfSigner.js'
import { updateSbn } from './updateSbn.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('a key signs for the SBN that it has agreed to, and for no other, for ever', async () => {
  const { chain, contracts, sbn } = market
  const deployment = { chainId: chain.id, marketplace: contracts.marketplace }
  const account = sbn.account.address
  const hot = await market.createClient({ prix: 0n })
  const signer = hot.account.address
  expect(await getSbnOfSigner(hot, { signer })).toBeUndefined()
  expect(await getSbnOfSigner(hot, { signer: account })).toBe(account)

  const { publicKey: encryptionKey } = await createKeyPair()
  const settings = { encryptionKey, fee: sbnFee, url: '', signer }
  const unproven = () => updateSbn(sbn, settings)
  await expectRefusal(market, sbn, unproven, 'POSSESSION_UNPROVEN')
  const signed = await signMessage(hot, sbnSigner, { sbn: account, signer }, deployment)
  await market.mined(updateSbn(sbn, { ...settings, possession: signed.signature }))
  expect(await getSbn(hot, { sbn: account })).toMatchObject({ signer })
  expect(await getSbnOfSigner(hot, { signer })).toBe(account)
  const back = () => updateSbn(sbn, { ...settings, signer: account })
  await expectRefusal(market, sbn, back, 'SIGNER_ALREADY_USED')
})
