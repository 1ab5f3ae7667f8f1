import { socks } from '@passband/tunnel/socks'
import { getTransactionCount } from 'viem/actions'
import { expect, test } from 'vitest'
import { purchase } from '../actions/passes/purchase.js'
import { createDevnet } from '../devnet/createDevnet.js'
import { Subscriber } from './subscriber.js'

test('a quote whose deadline is over is refused here, and by the contract too', async () => {
  await using devnet = await createDevnet({ gateways: [{ country: 'DE' }] })
  const client = await devnet.createClient()
  const subscriber = new Subscriber({ client, sbn: devnet.url, drivers: [socks()] })
  const quote = await subscriber.quote({ service: 'proxy', mbps: 1, duration: '1h' })
  await client.request({ method: 'evm_increaseTime' as never, params: [300] as never })
  await client.request({ method: 'evm_mine' as never, params: [] as never })

  const refused = { code: 'QUOTE_EXPIRED', paymentState: 'unpaid' }
  await expect(subscriber.buy(quote, { maxPrice: 10n ** 9n })).rejects.toMatchObject({
    ...refused,
    name: 'QuoteExpiredError',
  })
  const { message, signature } = quote.signed
  await expect(purchase(client, { ...message, signature })).rejects.toMatchObject(refused)
  expect(await getTransactionCount(client, { address: client.account.address })).toBe(0)
})
