import { createClient, custom } from 'viem'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { eventually } from '../internal/testing/eventually.js'
import { memory } from '../store/memory/memory.js'
import { maxPrice, requirements, type Shop, startShop } from './testing/startShop.js'

let shop: Shop
beforeAll(async () => {
  shop = await startShop()
})
afterEach(async () => {
  await shop.setAutomine(true)
  await shop.mine()
})
afterAll(() => shop.close())

/** A pass whose leaving was sent by a process that did not wait for it. */
async function startLeaving() {
  const client = await shop.createClient()
  const store = memory()
  const subscriber = shop.createSubscriber({ client, store })
  const pass = await subscriber.buy(requirements, { maxPrice })
  await shop.setAutomine(false)
  const sent = await shop.countSent(client)
  const cut = new AbortController()
  const leaving = pass.leave({ signal: cut.signal })
  leaving.catch(() => {})
  await eventually(() => shop.countSent(client)).toBe(sent + 1)
  cut.abort()
  await expect(leaving).rejects.toMatchObject({ code: 'TRANSACTION_PENDING' })
  return { client, pass, sent: async () => (await shop.countSent(client)) - sent, store }
}

const refunded = { code: 'PASS_ALREADY_ENDED', paymentState: 'refunded' }

test('left again while that is on its way, it is refunded only once that is so', async () => {
  const { client, pass, sent, store } = await startLeaving()
  let isTold = false
  const again = pass.leave().catch((error: unknown) => {
    isTold = true
    return error
  })
  // Longer than an answer takes, and than the pause between two looks.
  for (let look = 0; look < 5; look++) await pass.status()
  expect(isTold).toBe(false)
  await shop.mine()
  expect(await again).toMatchObject(refunded)
  expect(await sent()).toBe(1)
  expect(await shop.createSubscriber({ client, store }).resume()).toEqual([])
})

test('who does not wait for that hears that it is pending', async () => {
  const { pass } = await startLeaving()
  const signal = AbortSignal.timeout(500)
  await expect(pass.leave({ signal })).rejects.toMatchObject({
    code: 'PASS_ALREADY_ENDED',
    paymentState: 'pending',
  })
})

test('left twice on a server that does not look into its pool, it is refunded once and says so', async () => {
  const { client, pass, sent, store } = await startLeaving()
  // Such a server estimates as if nothing were on its way.
  const provider = {
    async request(request: { method: string }) {
      if (request.method === 'eth_estimateGas') return '0x30d40'
      if (request.method === 'eth_fillTransaction')
        throw Object.assign(new Error('Method not found.'), { code: -32_601 })
      return client.request(request as never)
    },
  }
  const transport = custom(provider as never, { retryCount: 0 })
  const blind = createClient({ account: client.account, chain: shop.chain, transport })
  const [other] = await shop.createSubscriber({ client: blind, store }).passes()
  expect(other?.id).toBe(pass.id)
  const again = other?.leave().catch((error: unknown) => error)
  await eventually(sent).toBe(2)
  await shop.mine()
  expect(await again).toMatchObject(refunded)
})
