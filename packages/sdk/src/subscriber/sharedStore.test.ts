import { sendTransaction } from 'viem/actions'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../internal/testing/eventually.js'
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

describe('processes that share a store', () => {
  test('buy one pass under one key, also at the same time', async () => {
    const { balance, restart, wallet } = await shop.createBuyer()
    const before = await balance()
    let last: Promise<unknown> = Promise.resolve()
    wallet.answer = ({ send }) => {
      const sent = last.then(() => send())
      last = sent
      return sent
    }
    const options = { maxPrice, key: 'evening' }
    const bought = await Promise.all(
      [restart(), restart(), restart()].map((one) => one.buy(requirements, options)),
    )
    expect(new Set(bought.map(({ id }) => id)).size).toBe(1)
    expect(await balance()).toBe(before - (bought[0]?.terms.price ?? 0n))
  })
})

describe('accounts that share a store', () => {
  test('do not touch each other’s purchases', async () => {
    const first = await shop.createBuyer()
    const second = await shop.createBuyer()
    const before = await second.balance()
    // The second account has sent more than the first.
    const { account } = second.funded
    for (let nonce = 0; nonce < 3; nonce++)
      await sendTransaction(second.funded, { account, to: account.address, nonce, chain: null })
    await shop.mine()
    await shop.setAutomine(false)
    const quote = await first.subscriber.quote(requirements)
    const cut = new AbortController()
    const buying = first.subscriber.buy(quote, { maxPrice, signal: cut.signal })
    buying.catch(() => {})
    await eventually(() => shop.countSent({ account: first.client.account } as never)).toBe(1)
    cut.abort()
    await expect(buying).rejects.toMatchObject({ paymentState: 'pending' })

    const other = shop.createSubscriber({ client: second.client, store: first.store })
    expect(await other.resume({ timeoutSeconds: 0, resend: true })).toEqual([])
    await expect(other.buy(quote, { maxPrice })).rejects.toMatchObject({ code: 'QUOTE_ALTERED' })
    expect(second.wallet.questions).toEqual([])
    await shop.setAutomine(true)
    await shop.mine()
    expect(await second.balance()).toBe(before)
    expect(await other.resume()).toEqual([])
    expect(await first.restart().resume()).toMatchObject([{ state: 'paid', passId: quote.passId }])
  })

  test('buy for themselves under the same key', async () => {
    const first = await shop.createBuyer()
    const second = await shop.createBuyer()
    const options = { maxPrice, key: 'evening' }
    const pass = await first.subscriber.buy(requirements, options)
    const other = shop.createSubscriber({ client: second.client, store: first.store })
    const otherPass = await other.buy(requirements, options)
    expect(otherPass.terms.subscriber).toBe(second.funded.account.address)
    expect((await first.restart().buy(requirements, options)).id).toBe(pass.id)
    expect((await other.buy(requirements, options)).id).toBe(otherPass.id)
  })
})
