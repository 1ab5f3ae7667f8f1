import { createTestClient, http } from 'viem'
import { waitForTransactionReceipt } from 'viem/actions'
import { expect, test } from 'vitest'
import { purchase } from '../actions/passes/purchase.js'
import { once } from '../internal/testing/once.js'
import type { SbnEvents } from './events.js'
import type { SBN } from './sbn.js'
import { askForQuote } from './testing/askForQuote.js'
import { startMarket } from './testing/startMarket.js'

const trusted = (sbn: SBN) =>
  once<SbnEvents['gatewayTrusted']>((listener) => sbn.on('gatewayTrusted', listener))

test('an SBN that raises its fee quotes the one before, which can be bought, for a day', async () => {
  const market = await startMarket({ fee: 300 })
  try {
    const seen = trusted(market.sbn)
    await market.startGateway()
    await seen
    await market.sbn.close()
    await using sbn = market.createSbn({ fee: 400 })
    const again = trusted(sbn)
    await sbn.start()
    await again
    const subscriber = await market.devnet.createClient()
    const { message, signature } = await askForQuote(market, subscriber)
    expect(message.terms.sbnFee).toBe(300)
    const hash = await purchase(subscriber, { ...message, signature })
    expect((await waitForTransactionReceipt(subscriber, { hash })).status).toBe('success')

    const { chain, rpcUrl } = market.devnet
    const clock = createTestClient({ chain, mode: 'anvil', transport: http(rpcUrl) })
    const later = trusted(sbn)
    await clock.increaseTime({ seconds: 86_400 })
    await clock.mine({ blocks: 1 })
    await later
    expect((await askForQuote(market, subscriber)).message.terms.sbnFee).toBe(400)
  } finally {
    await market.close()
  }
})
