import { afterAll, beforeAll, expect, test } from 'vitest'
import { giveUpCall } from '../actions/passes/giveUp.js'
import { purchase } from '../actions/passes/purchase.js'
import { type Market, startMarket } from '../actions/testing/startMarket.js'
import { memory } from '../store/memory/memory.js'
import { runOutbox } from './runOutbox.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('a call that becomes dearer between its estimate and its block still has enough gas', async () => {
  const { contracts, gateway } = market
  const buyer = await market.createClient()
  // So cheap that nothing is owed for the first half minute.
  const quote = await market.createQuote(buyer, { price: 100n, minimum: 1n })
  await market.mined(purchase(buyer, quote))
  const store = memory()
  const later = (await market.now()) + 1_800
  await using outbox = runOutbox(
    { client: gateway, store, name: 'test', confirmations: 0, pollingInterval: 10 },
    {
      async reached(step) {
        if (step === 'estimated') await market.setNextTime(later)
      },
    },
  )
  outbox.start()
  await store.transaction((tx) =>
    outbox.submit(tx, { key: 'giveUp', ...giveUpCall(contracts, { terms: quote.terms }) }),
  )
  await expect(outbox.wait('giveUp')).resolves.toMatchObject({ status: 'success' })
})
