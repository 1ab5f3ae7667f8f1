import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../internal/testing/eventually.js'
import { once } from '../internal/testing/once.js'
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

const failure = (code: number, message = 'No.') => Object.assign(new Error(message), { code })

async function start() {
  const buyer = await shop.createBuyer()
  const before = await buyer.balance()
  const quote = await buyer.subscriber.quote(requirements)
  const buy = (options = {}, who = buyer.subscriber) => who.buy(quote, { maxPrice, ...options })
  /** Buys until the wallet is asked, and then does not wait any more. */
  const buyImpatiently = async () => {
    const cut = new AbortController()
    const buying = buy({ signal: cut.signal })
    buying.catch(() => {})
    await eventually(() => buyer.wallet.questions.length).toBe(1)
    cut.abort()
    return buying
  }
  const expectPaidOnce = async () => expect(await buyer.balance()).toBe(before - quote.total)
  const expectUnpaid = async () => expect(await buyer.balance()).toBe(before)
  /** The purchase is mined, or the chain's time goes on until the quote is over for good. */
  const passDeadline = async () => {
    await shop.mineAt(quote.deadline + 1)
    await shop.mine(7)
  }
  return { ...buyer, buy, buyImpatiently, expectPaidOnce, expectUnpaid, passDeadline, quote }
}

describe('with a wallet that only sends', () => {
  test('a pass is bought and left without a raw signature', async () => {
    const { buy, expectPaidOnce, quote, wallet } = await start()
    const pass = await buy()
    expect(pass.id).toBe(quote.passId)
    await expectPaidOnce()
    const { refund } = await pass.leave()
    expect(refund).toBeGreaterThan(0n)
    expect(wallet.questions).toHaveLength(2)
  })

  test('its owner may say no: nothing is paid, and the same can be bought after all', async () => {
    const { buy, expectPaidOnce, expectUnpaid, wallet } = await start()
    const { answer } = wallet
    wallet.answer = async () => {
      throw failure(4001)
    }
    await expect(buy()).rejects.toMatchObject({
      code: 'SIGNATURE_REFUSED',
      paymentState: 'unpaid',
    })
    await expectUnpaid()
    wallet.answer = answer
    await buy()
    await expectPaidOnce()
  })

  test('one that does not answer is asked once, however often the app tries, and may answer late', async () => {
    const { buy, buyImpatiently, expectPaidOnce, quote, wallet } = await start()
    let confirm = () => {}
    const confirmed = new Promise<void>((resolve) => {
      confirm = resolve
    })
    wallet.answer = async ({ send }) => {
      await confirmed
      return send()
    }
    await expect(buyImpatiently()).rejects.toMatchObject({
      code: 'PURCHASE_UNCERTAIN',
      paymentState: 'pending',
      passId: quote.passId,
    })
    const again = buy()
    confirm()
    expect((await again).id).toBe(quote.passId)
    expect(wallet.questions).toHaveLength(1)
    await expectPaidOnce()
  })

  test('one that never answers leaves the purchase pending until it is too late, and then unpaid', async () => {
    const { buyImpatiently, expectUnpaid, passDeadline, quote, restart, wallet } = await start()
    wallet.answer = () => new Promise(() => {})
    await expect(buyImpatiently()).rejects.toMatchObject({
      paymentState: 'pending',
    })
    expect(await restart().resume({ timeoutSeconds: 0 })).toMatchObject([
      { state: 'pending', passId: quote.passId, deadline: quote.deadline },
    ])
    await passDeadline()
    expect(await restart().resume()).toMatchObject([
      { state: 'unpaid', paymentState: 'unpaid', error: { code: 'QUOTE_EXPIRED' } },
    ])
    expect(await restart().resume()).toEqual([])
    await expectUnpaid()
  })

  test.each([
    ['on chain already', true],
    ['still in the pool', false],
  ])('one that says an error although it sent is not believed: %s', async (_, automine) => {
    const { buy, client, expectPaidOnce, wallet } = await start()
    wallet.answer = async ({ send }) => {
      await shop.setAutomine(automine)
      await send()
      throw failure(-32_603, 'Something went wrong.')
    }
    const buying = buy()
    if (!automine) {
      await eventually(() => shop.countSent({ account: client.account } as never)).toBe(1)
      await shop.mine()
    }
    await buying
    await expectPaidOnce()
  })

  test('one that says an error and did not send leaves it pending, and is asked again', async () => {
    const { buy, expectPaidOnce, wallet } = await start()
    const { answer } = wallet
    wallet.answer = async () => {
      throw failure(-32_603, 'Something went wrong.')
    }
    await expect(buy()).rejects.toMatchObject({ code: 'CHAIN_REFUSED', paymentState: 'pending' })
    wallet.answer = answer
    await buy()
    expect(wallet.questions).toHaveLength(2)
    await expectPaidOnce()
  })

  test.each([null, '0x', 7, { hash: '0x' }])(
    'one that sends and answers %j instead of a hash is seen through',
    async (nonsense) => {
      const { buy, expectPaidOnce, wallet } = await start()
      wallet.answer = async ({ send }) => {
        await send()
        return nonsense as never
      }
      await buy()
      await expectPaidOnce()
    },
  )

  test('one that speeds the transaction up pays once, by the second', async () => {
    const { buy, client, expectPaidOnce, wallet } = await start()
    await shop.setAutomine(false)
    const buying = buy()
    await eventually(() => shop.countSent({ account: client.account } as never)).toBe(1)
    await wallet.questions[0]?.send({ nonce: 0, tip: 5_000_000_000n })
    await shop.mine()
    await buying
    await expectPaidOnce()
  })

  test('one that cancels the transaction says so, unpaid, and the same can be bought again', async () => {
    const { buy, client, expectPaidOnce, expectUnpaid, subscriber, wallet } = await start()
    await shop.setAutomine(false)
    const sent = once((listener) => subscriber.once('purchaseSent', listener))
    const buying = buy()
    const { address } = client.account
    await sent
    await wallet.questions[0]?.send({ nonce: 0, tip: 5_000_000_000n, data: '0x', to: address })
    await shop.mine()
    await expect(buying).rejects.toMatchObject({
      code: 'PURCHASE_DROPPED',
      paymentState: 'unpaid',
      retryable: true,
    })
    await expectUnpaid()
    await shop.setAutomine(true)
    await buy()
    await expectPaidOnce()
  })
})

describe('after a restart', () => {
  test.each([
    ['mined meanwhile', true],
    ['still in the pool', false],
  ])('what the wallet sent without anybody listening is found: %s', async (_, automine) => {
    const { buy, expectPaidOnce, quote, restart, wallet } = await start()
    let sent = false
    wallet.answer = async ({ send }) => {
      await shop.setAutomine(automine)
      await send()
      sent = true
      return new Promise(() => {})
    }
    const cut = new AbortController()
    const buying = buy({ signal: cut.signal })
    await eventually(() => sent).toBe(true)
    cut.abort()
    await expect(buying).rejects.toMatchObject({ paymentState: 'pending' })
    const resuming = restart().resume()
    if (!automine) await shop.mine()
    expect(await resuming).toMatchObject([{ state: 'paid', pass: { id: quote.passId } }])
    expect(wallet.questions).toHaveLength(1)
    await expectPaidOnce()
  })

  test('a wallet that was asked in vain is asked again only when told to', async () => {
    const { buyImpatiently, expectPaidOnce, expectUnpaid, quote, restart, wallet } = await start()
    const { answer } = wallet
    wallet.answer = () => new Promise(() => {})
    await expect(buyImpatiently()).rejects.toMatchObject({
      code: 'PURCHASE_UNCERTAIN',
    })
    wallet.answer = answer
    const [pending] = await restart().resume({ timeoutSeconds: 0 })
    expect(pending).toMatchObject({ state: 'pending' })
    await expectUnpaid()
    const told: unknown[] = []
    const [paid] = await restart().resume({
      resend: true,
      onProgress: (progress) => told.push(progress),
    })
    expect(paid).toMatchObject({ state: 'paid', pass: { id: quote.passId } })
    expect(told).toEqual([{ done: 1, total: 1, purchase: paid }])
    await expectPaidOnce()
  })

  test('both answers of a wallet that was asked twice pay once', async () => {
    const { buy, buyImpatiently, expectPaidOnce, restart, wallet } = await start()
    const { answer } = wallet
    wallet.answer = () => new Promise(() => {})
    await expect(buyImpatiently()).rejects.toMatchObject({
      code: 'PURCHASE_UNCERTAIN',
    })
    wallet.answer = answer
    const pass = await buy({}, restart())
    await wallet.questions[0]?.send()
    await expectPaidOnce()
    expect(await pass.status()).toMatchObject({ active: true })
  })
})
