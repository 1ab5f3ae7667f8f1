import { type Hex, keccak256, stringToHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answer } from '../../protocol/messages/answer.js'
import { signMessage } from '../../protocol/signMessage.js'
import { getBalance } from '../prix/getBalance.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { bond, type Market, startMarket } from '../testing/startMarket.js'
import { getSbn } from './getSbn.js'
import { reportAnswers } from './reportAnswers.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('an SBN that answers one request with two quotes loses its bond', async () => {
  const { chain, contracts, sbn } = market
  const deployment = { chainId: chain.id, marketplace: contracts.marketplace }
  const digest = (text: string): Hex => keccak256(stringToHex(text))
  const request = digest('request')
  const give = async (text: string, to = request) => {
    const message = { request: to, quote: digest(text) }
    const { signature } = await signMessage(sbn, answer, message, deployment)
    return { content: message.quote, signature }
  }
  const reporter = await market.createClient({ prix: 0n })
  const first = await give('cheap')
  const elsewhere = await give('dear', digest('another request'))
  const report = (second: typeof first) => () => reportAnswers(reporter, { request, first, second })
  for (const second of [first, elsewhere])
    await expectRefusal(market, reporter, report(second), 'EVIDENCE_INVALID')
  await market.mined(report(await give('dear'))())
  expect(await getBalance(reporter, { account: reporter.account.address })).toBe(bond / 5n)
  const record = await getSbn(reporter, { sbn: sbn.account.address })
  expect(record).toMatchObject({ active: false, bond: 0n })
  expect(record.signer).toBe('0x0000000000000000000000000000000000000000')
})
