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

test('a purchase whose answer is lost is found again, and is not paid twice', async () => {
  const { balance, subscriber } = await createSubscriber()
  const before = await balance()
  const quote = await subscriber.quote(requirements)
  proxy.intercept = ({ method }) => (method === 'eth_sendRawTransaction' ? 'lose' : undefined)
  await expect(subscriber.buy(quote, { maxPrice })).rejects.toMatchObject({
    code: 'CHAIN_UNREACHABLE',
    paymentState: 'pending',
  })
  proxy.intercept = () => undefined
  const pass = await subscriber.buy(quote, { maxPrice })
  expect(pass.id).toBe(quote.passId)
  expect(await balance()).toBe(before - quote.total)
  await (await pass.connect()).close()
})

test('a purchase that never reached the chain says that it may have, and is not sent again', async () => {
  const { balance, subscriber } = await createSubscriber()
  const before = await balance()
  const quote = await subscriber.quote(requirements)
  proxy.intercept = ({ method }) => (method === 'eth_sendRawTransaction' ? 'refuse' : undefined)
  await expect(subscriber.buy(quote, { maxPrice })).rejects.toMatchObject({
    paymentState: 'pending',
  })
  proxy.intercept = () => undefined
  await expect(subscriber.buy(quote, { maxPrice })).rejects.toMatchObject({
    code: 'QUOTE_ALREADY_USED',
    paymentState: 'pending',
  })
  expect(await balance()).toBe(before)
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
