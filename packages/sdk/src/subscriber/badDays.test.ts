import { createClient, http, type LocalAccount } from 'viem'
import { writeContract } from 'viem/actions'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { approve } from '../actions/prix/approve.js'
import { getBalance } from '../actions/prix/getBalance.js'
import { transfer } from '../actions/prix/transfer.js'
import { prixAbi } from '../contracts/generated.js'
import { once } from '../internal/testing/once.js'
import { type RpcProxy, startRpcProxy } from '../internal/testing/startRpcProxy.js'
import { memory } from '../store/memory/memory.js'
import { maxPrice, requirements, type Shop, startShop } from './testing/startShop.js'

let shop: Shop
let proxy: RpcProxy
beforeAll(async () => {
  shop = await startShop()
  proxy = await startRpcProxy(shop.rpcUrl)
})
beforeEach(() => {
  proxy.intercept = () => undefined
})
afterEach(async () => {
  await shop.setAutomine(true)
  await shop.mine()
})
afterAll(async () => {
  await proxy.close()
  await shop.close()
})

/** A buyer whose key is here, and whose RPC server may go mad. */
async function start() {
  const funded = await shop.createClient()
  const account = funded.account as LocalAccount
  const transport = http(proxy.url, { retryCount: 0 })
  const client = createClient({
    ...{ account, chain: shop.chain, transport },
    pollingInterval: 20,
    cacheTime: 0,
  })
  const subscriber = shop.createSubscriber({ client, store: memory() })
  const balance = () => getBalance(funded, { account: account.address })
  const before = await balance()
  const quote = await subscriber.quote(requirements)
  const buy = (options = {}) => subscriber.buy(quote, { maxPrice, ...options })
  const sent = once((listener) => subscriber.once('purchaseSent', listener))
  const expectPaidOnce = async () => expect(await balance()).toBe(before - quote.total)
  const expectUnpaid = async () => expect(await balance()).toBe(before)
  return { balance, before, buy, expectPaidOnce, expectUnpaid, funded, quote, sent, subscriber }
}

describe('a purchase that is sent', () => {
  test('and mined just after the quote’s deadline fails as expired, unpaid', async () => {
    const { buy, expectUnpaid, quote, sent } = await start()
    await shop.setAutomine(false)
    const buying = buy()
    await sent
    await shop.mineAt(quote.deadline + 1)
    await expect(buying).rejects.toMatchObject({ code: 'QUOTE_EXPIRED', paymentState: 'unpaid' })
    await expectUnpaid()
  })

  test('in the deadline’s last second is bought', async () => {
    const { buy, expectPaidOnce, quote, sent } = await start()
    await shop.setAutomine(false)
    const buying = buy()
    await sent
    await shop.mineAt(quote.deadline)
    await buying
    await expectPaidOnce()
  })

  test('while the PRIX moves away in the same block says so, unpaid', async () => {
    const { before, buy, funded, quote, sent } = await start()
    const thief = await shop.createClient()
    await shop.mined(approve(funded, { spender: thief.account.address, amount: before }))
    await shop.setAutomine(false)
    const buying = buy()
    await sent
    await writeContract(thief, {
      address: shop.contracts.prix,
      abi: prixAbi,
      functionName: 'transferFrom',
      args: [funded.account.address, thief.account.address, before],
      gas: 200_000n,
      maxPriorityFeePerGas: 50_000_000_000n,
      maxFeePerGas: 200_000_000_000n,
    })
    await shop.mine()
    await expect(buying).rejects.toMatchObject({
      code: 'INSUFFICIENT_PRIX',
      paymentState: 'unpaid',
    })
    await shop.setAutomine(true)
    await shop.mined(transfer(thief, { to: funded.account.address, amount: before }))
    expect((await buy()).id).toBe(quote.passId)
  })

  test('is not before PRIX is there: what moved away after the quote is missed first', async () => {
    const { before, buy, funded } = await start()
    await shop.mined(transfer(funded, { to: shop.treasury, amount: before - 5n }))
    await expect(buy()).rejects.toMatchObject({
      code: 'INSUFFICIENT_PRIX',
      paymentState: 'unpaid',
      balance: 5n,
    })
  })
})

describe('a reorganization', () => {
  test('that takes a paid purchase back is told, and the same purchase is carried on', async () => {
    const { buy, expectPaidOnce, expectUnpaid, quote, subscriber } = await start()
    const snapshot = await shop.request('evm_snapshot')
    const pass = await buy()
    await expectPaidOnce()
    await shop.request('evm_revert', snapshot)
    await expectUnpaid()
    const told: unknown[] = []
    subscriber.on('reorganized', (event) => told.push(event))
    await expect(pass.status()).rejects.toMatchObject({
      code: 'PURCHASE_REORGANIZED',
      paymentState: 'pending',
      retryable: true,
    })
    expect(told).toEqual([{ passId: quote.passId }])
    expect(await subscriber.resume()).toMatchObject([{ state: 'paid' }])
    await expectPaidOnce()
    expect(await pass.status()).toMatchObject({ active: true })
  })

  test('is waited out with confirmations', async () => {
    const { buy, expectPaidOnce, sent } = await start()
    let done = false
    const buying = buy({ confirmations: 2 }).then(() => {
      done = true
    })
    await sent
    await shop.mine()
    const checked = proxy.requests.length
    await expect.poll(() => proxy.requests.length).toBeGreaterThan(checked + 12)
    expect(done).toBe(false)
    await shop.mine()
    await buying
    await expectPaidOnce()
  })
})

const nonsense: [what: string, answer: unknown][] = [
  ['nothing', null],
  ['a number', 7],
  ['a page', '<html>no</html>'],
  ['an object', { result: '0x1' }],
  ['empty bytes', '0x'],
  ['another hash', `0x${'7'.repeat(64)}`],
]
const methods = [
  'eth_chainId',
  'eth_call',
  'eth_getBlockByNumber',
  'eth_estimateGas',
  'eth_getTransactionCount',
  'eth_fillTransaction',
  'eth_maxPriorityFeePerGas',
  'eth_sendRawTransaction',
  'eth_getTransactionReceipt',
]

describe('an RPC server that talks nonsense', () => {
  test.each(methods)('to %s costs nothing twice, and every error is typed', async (method) => {
    const { balance, subscriber } = await start()
    for (const [what, answer] of nonsense) {
      const before = await balance()
      const quote = await subscriber.quote(requirements)
      const buy = (options = {}) => subscriber.buy(quote, { maxPrice, ...options })
      proxy.intercept = (request) => (request.method === method ? () => answer : undefined)
      const outcome = await buy({ timeoutSeconds: 0 }).catch((error: unknown) => error)
      proxy.intercept = () => undefined
      if (outcome instanceof Error) {
        expect(outcome, `${what}: ${outcome.stack}`).toMatchObject({
          code: expect.any(String),
          paymentState: expect.stringMatching(/^(unpaid|pending)$/),
        })
      }
      expect((await buy()).id).toBe(quote.passId)
      expect(await balance(), what).toBe(before - quote.total)
    }
  })

  test('of another chain is noticed before anything is signed', async () => {
    const { buy, expectUnpaid, funded } = await start()
    proxy.intercept = ({ method }) => (method === 'eth_chainId' ? () => '0x1' : undefined)
    await expect(buy()).rejects.toMatchObject({ code: 'WRONG_CHAIN', paymentState: 'unpaid' })
    expect(await shop.countSent(funded)).toBe(0)
    await expectUnpaid()
  })
})
