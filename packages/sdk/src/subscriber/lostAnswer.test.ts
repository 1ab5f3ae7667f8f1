import { socks } from '@passband/tunnel/socks'
import { createClient, http } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getBalance } from '../actions/prix/getBalance.js'
import { createDevnet } from '../devnet/createDevnet.js'
import type { Devnet } from '../devnet/types.js'
import { type RpcProxy, startRpcProxy } from '../internal/testing/startRpcProxy.js'
import { Subscriber } from './subscriber.js'

const requirements = { service: 'proxy', mbps: 1, duration: '1h' } as const
const maxPrice = 1_000_000_000n

let devnet: Devnet
let proxy: RpcProxy
beforeAll(async () => {
  devnet = await createDevnet({ gateways: [{ country: 'DE' }] })
  proxy = await startRpcProxy(devnet.rpcUrl)
})
afterAll(async () => {
  await proxy.close()
  await devnet.close()
})

async function createSubscriber() {
  const { account } = await devnet.createClient()
  const transport = http(proxy.url, { retryCount: 0 })
  const client = createClient({ account, chain: devnet.chain, transport, pollingInterval: 50 })
  const subscriber = new Subscriber({ client, sbn: devnet.url, drivers: [socks()] })
  const balance = () => getBalance(client, { account: account.address })
  return { balance, subscriber }
}

test('a purchase whose answer is lost is found on chain, and is not paid twice', async () => {
  const { balance, subscriber } = await createSubscriber()
  const before = await balance()
  const quote = await subscriber.quote(requirements)
  proxy.intercept = ({ method }) => (method === 'eth_sendRawTransaction' ? 'lose' : undefined)
  const pass = await subscriber.buy(quote, { maxPrice })
  proxy.intercept = () => undefined
  expect(pass.id).toBe(quote.passId)
  expect((await subscriber.buy(quote, { maxPrice })).id).toBe(quote.passId)
  expect(await balance()).toBe(before - quote.total)
  await (await pass.connect()).close()
})

test('a purchase that does not reach the chain is pending, and the same bytes are sent later', async () => {
  const { balance, subscriber } = await createSubscriber()
  const before = await balance()
  const quote = await subscriber.quote(requirements)
  const sent: unknown[] = []
  proxy.intercept = ({ method, params }) => {
    if (method !== 'eth_sendRawTransaction') return undefined
    sent.push(params[0])
    return 'refuse'
  }
  await expect(subscriber.buy(quote, { maxPrice, timeoutSeconds: 0 })).rejects.toMatchObject({
    code: 'TRANSACTION_PENDING',
    paymentState: 'pending',
    retryable: true,
  })
  expect(await balance()).toBe(before)
  proxy.intercept = ({ method, params }) => {
    if (method === 'eth_sendRawTransaction') sent.push(params[0])
    return undefined
  }
  expect((await subscriber.buy(quote, { maxPrice })).id).toBe(quote.passId)
  expect(await balance()).toBe(before - quote.total)
  expect(new Set(sent).size).toBe(1)
})

test('an RPC server that goes away while a purchase is under way does not lose it', async () => {
  const { balance, subscriber } = await createSubscriber()
  const before = await balance()
  const quote = await subscriber.quote(requirements)
  let sent = false
  proxy.intercept = ({ method }) => {
    if (method !== 'eth_sendRawTransaction') return sent ? 'refuse' : undefined
    sent = true
    return 'lose'
  }
  await expect(subscriber.buy(quote, { maxPrice, timeoutSeconds: 0 })).rejects.toMatchObject({
    code: 'TRANSACTION_PENDING',
    paymentState: 'pending',
    cause: { code: 'CHAIN_UNREACHABLE' },
  })
  proxy.intercept = () => undefined
  const [outcome] = await subscriber.resume()
  expect(outcome).toMatchObject({ state: 'paid', pass: { id: quote.passId } })
  expect(await balance()).toBe(before - quote.total)
})

test('a chain that cannot be reached says so before anything is signed', async () => {
  const { subscriber } = await createSubscriber()
  proxy.intercept = () => 'refuse'
  await expect(subscriber.quote(requirements)).rejects.toMatchObject({
    code: 'CHAIN_UNREACHABLE',
    retryable: true,
    paymentState: 'unpaid',
  })
  proxy.intercept = () => undefined
})
