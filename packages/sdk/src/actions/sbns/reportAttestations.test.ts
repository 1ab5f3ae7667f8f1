import { type Hex, keccak256, stringToHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attestation } from '../../protocol/messages/attestation.js'
import { signMessage } from '../../protocol/signMessage.js'
import { verifyMessage } from '../../protocol/verifyMessage.js'
import { getBalance } from '../prix/getBalance.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { bond, type Market, startMarket } from '../testing/startMarket.js'
import { getSbn } from './getSbn.js'
import { reportAttestations } from './reportAttestations.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('an SBN that attests two things of one gateway in one epoch loses its bond, once', async () => {
  const { chain, contracts, sbn } = market
  const deployment = { chainId: chain.id, marketplace: contracts.marketplace }
  const gateway = market.gateway.account.address
  const epoch = 20_000
  const attest = async (text: string, client = sbn, about = epoch) => {
    const content: Hex = keccak256(stringToHex(text))
    const message = { gateway, epoch: about, result: content }
    const signed = await signMessage(client, attestation, message, deployment)
    const signer = client.account.address
    await verifyMessage(attestation, signed, { deployment, now: 0, signer })
    return { content, signature: signed.signature }
  }
  const reporter = await market.createClient({ prix: 0n })
  const [first, second] = [await attest('fast'), await attest('slow')]
  const report = (one: typeof first, other: typeof first) => () =>
    reportAttestations(reporter, { gateway, epoch, first: one, second: other })
  const noProof = [
    [first, first],
    [first, await attest('slow', sbn, epoch + 1)],
    [first, await attest('slow', market.gateway)],
  ] as const
  for (const [one, other] of noProof)
    await expectRefusal(market, reporter, report(one, other), 'EVIDENCE_INVALID')

  await market.mined(report(first, second)())
  expect(await getBalance(reporter, { account: reporter.account.address })).toBe(bond / 5n)
  const record = await getSbn(reporter, { sbn: sbn.account.address })
  expect(record).toMatchObject({ active: false, bond: 0n })
  await expectRefusal(market, reporter, report(second, first), 'ALREADY_PUNISHED')
})
