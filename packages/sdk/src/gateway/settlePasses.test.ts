import { getBlockNumber, getTransactionReceipt } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { settleCall } from '../actions/passes/settle.js'
import { approve } from '../actions/prix/approve.js'
import { once } from '../internal/testing/once.js'
import { rowKey } from '../outbox/submitIntent.js'
import { type Intent, intents } from '../outbox/tables.js'
import { memory } from '../store/memory/memory.js'
import type { GatewayEvents } from './events.js'
import { openPasses } from './tables.js'
import { startRogueSbn } from './testing/startRogueSbn.js'

let market: Awaited<ReturnType<typeof startRogueSbn>>
beforeAll(async () => {
  market = await startRogueSbn()
})
afterAll(() => market.close())

type Change = (call: { key: string; to: `0x${string}`; data: `0x${string}` }) => Promise<Intent>

/** Sells a pass of a minute, and starts its gateway over when the minute is over. */
async function sellAndEnd(change?: Change) {
  const store = memory()
  const first = await market.createGateway({ store })
  const { client } = first
  await first.gateway.start()
  const { buy, passId, terms } = await market.sell(client, { duration: 60 })
  const delivered = once<GatewayEvents['delivered']>((tell) => first.gateway.on('delivered', tell))
  await buy()
  await delivered
  await first.gateway.close()

  await market.mineAt((await market.now()) + 61)
  if (change) {
    const intent = await change({
      key: 'earlier',
      ...settleCall(market.contracts, { terms: [terms] }),
    })
    const settling = { key: intent.key, attempt: 1, retryAt: await market.now() }
    await store.transaction(async (tx) => {
      await intents.put(tx, rowKey('gateway', intent.key), intent)
      await openPasses.put(tx, passId, { passId, settling })
    })
  }
  const { gateway } = await market.createGateway({ store, client })
  const ended = once<GatewayEvents['passEnded']>((tell) => gateway.on('passEnded', tell))
  await gateway.start()
  return { client, ended, gateway, passId, store, terms }
}

test('a pass whose time is over is settled once, and is then not looked at any more', async () => {
  const { client, ended, gateway, passId, store, terms } = await sellAndEnd()
  expect(await ended).toMatchObject({ passId, owed: terms.price, refund: 0n })
  const sent = await market.countSent(client)
  const before = await getBlockNumber(client, { cacheTime: 0 })
  await market.mineAt((await market.now()) + 1_000)
  await market.mineAt((await market.now()) + 1_000)
  const next = await market.sell(client, {})
  const purchased = once<GatewayEvents['delivered']>((tell) => gateway.on('delivered', tell))
  await next.buy()
  await purchased
  expect(await market.countSent(client)).toBe(sent)
  expect(await getBlockNumber(client, { cacheTime: 0 })).toBeGreaterThan(before)
  const open = await store.transaction((tx) => openPasses.list(tx))
  expect(open.map(({ key }) => key)).toEqual([next.passId])
  expect(await gateway.passes()).toHaveLength(2)
  await gateway.close()
})

describe('a pass is settled again when what should have settled it', () => {
  test.each<[string, Change]>([
    [
      'lost its nonce',
      async (call) => ({ state: 'failed', ...call, value: 0n, reason: 'nonceTaken' }),
    ],
    [
      'was mined and skipped it',
      async (call) => {
        const hash = await market.mined(approveNothing()).then((one) => one.transactionHash)
        const receipt = await getTransactionReceipt(market.gateway, { hash })
        return { state: 'done', ...call, value: 0n, receipt }
      },
    ],
  ])('%s', async (_, change) => {
    const { ended, gateway, passId, terms } = await sellAndEnd(change)
    expect(await ended).toMatchObject({ passId, owed: terms.price })
    await gateway.close()
  })
})

const approveNothing = () =>
  approve(market.gateway, { spender: market.contracts.marketplace, amount: 0n })
