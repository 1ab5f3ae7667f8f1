import { concat, keccak256, stringToHex, zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashMessage } from '../../protocol/hashMessage.js'
import { attestation } from '../../protocol/messages/attestation.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getAttestationRoot } from './getAttestationRoot.js'
import { isAttested } from './isAttested.js'
import { publishAttestationRoot } from './publishAttestationRoot.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

const findings = (text: string) => keccak256(stringToHex(text))

describe('publishAttestationRoot', () => {
  test('lets anyone see what an SBN has attested, and nothing else', async () => {
    const { chain, contracts, gateway, payee, sbn } = market
    const deployment = { chainId: chain.id, marketplace: contracts.marketplace }
    const epoch = Math.floor((await market.now()) / 86_400) - 1
    const leaf = (account: typeof payee, text: string) => {
      const message = { gateway: account, epoch, result: findings(text) }
      return hashMessage(attestation, message, deployment)
    }
    const [first, second] = [leaf(gateway.account.address, 'good'), leaf(payee, 'bad')]
    const root = keccak256(concat(first < second ? [first, second] : [second, first]))
    const place = { sbn: sbn.account.address, epoch }
    expect(await getAttestationRoot(gateway, place)).toBeUndefined()
    await market.mined(publishAttestationRoot(sbn, { epoch, root }))
    expect(await getAttestationRoot(gateway, place)).toBe(root)

    const claim = { ...place, gateway: gateway.account.address, result: findings('good') }
    expect(await isAttested(gateway, { ...claim, proof: [second] })).toBe(true)
    expect(await isAttested(gateway, { ...claim, proof: [first] })).toBe(false)
    expect(await isAttested(gateway, { ...claim, proof: [second], epoch: epoch - 1 })).toBe(false)
    const better = { ...claim, result: findings('better'), proof: [second] }
    expect(await isAttested(gateway, better)).toBe(false)

    const again = () => publishAttestationRoot(sbn, { epoch, root: first })
    await expectRefusal(market, sbn, again, 'ROOT_ALREADY_PUBLISHED')
  })

  test('refuses an epoch that is not over, a root of zero, and who is no SBN', async () => {
    const { gateway, sbn } = market
    const now = Math.floor((await market.now()) / 86_400)
    const root = findings('all')
    const early = () => publishAttestationRoot(sbn, { epoch: now, root })
    await expectRefusal(market, sbn, early, 'EPOCH_NOT_OVER')
    const empty = () => publishAttestationRoot(sbn, { epoch: now - 2, root: zeroHash })
    await expectRefusal(market, sbn, empty, 'ROOT_ZERO')
    const stranger = () => publishAttestationRoot(gateway, { epoch: now - 2, root })
    await expectRefusal(market, gateway, stranger, 'SBN_NOT_ACTIVE')
  })
})
