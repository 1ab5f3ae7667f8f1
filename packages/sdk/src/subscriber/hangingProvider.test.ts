import { setTimeout as delay } from 'node:timers/promises'
import { createClient, custom } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepConnected } from './connection/keepConnected.js'
import { maxPrice, requirements, type Shop, startShop } from './testing/startShop.js'

let shop: Shop
beforeAll(async () => {
  shop = await startShop()
})
afterAll(() => shop.close())

/** What a wallet's provider may leave open for ever, since nothing there has a time-out. */
const methods = [
  'eth_chainId',
  'eth_call',
  'eth_getBlockByNumber',
  'eth_estimateGas',
  'eth_getTransactionCount',
  'eth_sendTransaction',
  'eth_signTypedData_v4',
]

test.each(methods)(
  'a provider that never answers %s is not waited for after an abort',
  async (method) => {
    const buyer = await shop.createBuyer()
    const quote = await buyer.subscriber.quote(requirements)
    const provider = {
      request(request: { method: string }) {
        if (request.method !== method) return buyer.client.request(request as never)
        return new Promise(() => {})
      },
    }
    const client = createClient({
      account: buyer.client.account,
      chain: shop.chain,
      transport: custom(provider as never, { retryCount: 0 }),
      pollingInterval: 20,
      cacheTime: 0,
    })
    const subscriber = shop.createSubscriber({ client, store: buyer.store })
    const works = [
      (signal: AbortSignal) => subscriber.quote(requirements, { signal }),
      (signal: AbortSignal) => subscriber.passes({ signal }),
      (signal: AbortSignal) => subscriber.recover({ signal }),
      (signal: AbortSignal) => subscriber.buy(quote, { maxPrice, signal }),
      (signal: AbortSignal) => subscriber.buy(requirements, { maxPrice, signal, key: 'one' }),
      (signal: AbortSignal) => subscriber.resume({ signal, resend: true }),
      (signal: AbortSignal) =>
        keepConnected(subscriber, requirements, { maxPrice, signal, failover: 'none' }),
    ]
    for (const work of works) {
      // Some need no such answer, and are done before; none goes on for longer than a moment.
      const cut = new AbortController()
      const end = work(cut.signal).then(
        () => 'ended',
        () => 'ended',
      )
      await Promise.race([end, delay(400)])
      cut.abort()
      expect(await Promise.race([end, delay(5_000, 'hangs')])).toBe('ended')
    }
  },
)
