import { type Hex, numberToHex, parseEventLogs, zeroAddress } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { marketplaceAbi } from '../../contracts/generated.js'
import { getBalance } from '../prix/getBalance.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, prix, startMarket } from '../testing/startMarket.js'
import { getCredit } from './getCredit.js'
import { purchase } from './purchase.js'
import { settle } from './settle.js'
import { withdrawCredit } from './withdrawCredit.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

/** Code of a token whose `transfer` answers false: what a token does that blocks a receiver. */
const refusing: Hex = '0x5f5f5260205ff3'

test('a payout that failed waits for its owner, who has it sent elsewhere', async () => {
  const { contracts, payee } = market
  const request = (method: string, ...params: unknown[]) =>
    market.sbn.request({ method, params } as never)
  const subscriber = await market.createClient()
  const quote = await market.createQuote(subscriber)
  await market.mined(purchase(subscriber, quote))
  await market.mineAt((await market.now()) + 3_600)

  const code = await request('eth_getCode', contracts.prix, 'latest')
  await request('anvil_setCode', contracts.prix, refusing)
  const { logs } = await market.mined(settle(subscriber, { terms: [quote.terms] }))
  await request('anvil_setCode', contracts.prix, code)
  const amount = (prix('36') * 94n) / 100n
  const [event] = parseEventLogs({ abi: marketplaceAbi, eventName: 'PayoutCredited', logs })
  expect(event?.args).toEqual({ account: payee, amount })
  expect(await getCredit(subscriber, { account: payee })).toBe(amount)

  // Nobody has the payee's key here, so the node is asked to send for it.
  await request('anvil_impersonateAccount', payee)
  await request('anvil_setBalance', payee, numberToHex(10n ** 18n))
  const client = { ...subscriber, account: { address: payee, type: 'json-rpc' as const } }
  const to = subscriber.account.address
  const nowhere = () => withdrawCredit(client as never, { to: zeroAddress })
  await expectRefusal(market, client as never, nowhere, 'PAYEE_INVALID')
  const before = await getBalance(subscriber, { account: to })
  await market.mined(withdrawCredit(client as never, { to }))
  expect(await getBalance(subscriber, { account: to })).toBe(before + amount)
  expect(await getCredit(subscriber, { account: payee })).toBe(0n)
})
