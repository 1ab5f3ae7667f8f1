import { createClient, http, type LocalAccount } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { defineDevnetChain } from '../devnet/defineDevnetChain.js'
import type { DevnetClient } from '../devnet/types.js'
import { type RpcProxy, startRpcProxy } from '../internal/testing/startRpcProxy.js'
import { purchase } from './passes/purchase.js'
import { getBalance } from './prix/getBalance.js'
import { transfer } from './prix/transfer.js'
import { expectRefusal } from './testing/expectRefusal.js'
import { type Market, prix, startMarket } from './testing/startMarket.js'

let market: Market
let sender: DevnetClient
let proxy: RpcProxy
beforeAll(async () => {
  market = await startMarket()
  sender = await market.createClient()
})
beforeEach(async () => {
  proxy = await startRpcProxy(market.rpcUrl)
})
afterEach(() => proxy.close())
afterAll(() => market.close())

/** The sender's account over the proxy. */
const throughProxy = () =>
  createClient({
    account: sender.account as LocalAccount,
    chain: defineDevnetChain(proxy.url, market.contracts),
    transport: http(undefined, { retryCount: 0 }),
  })

const send = (client: Parameters<typeof transfer>[0]) => () =>
  transfer(client, { to: market.treasury, amount: 1n, contracts: market.contracts })

describe('a call', () => {
  test('over a server that is not there fails as unpaid, and can be tried again', async () => {
    const client = throughProxy()
    await proxy.close()
    await expectRefusal(market, sender, send(client), 'CHAIN_UNREACHABLE')
    await expect(send(client)()).rejects.toMatchObject({ retryable: true })
    proxy = await startRpcProxy(market.rpcUrl)
  })

  test('whose answer got lost is pending, because it may be mined', async () => {
    const before = await getBalance(sender, { account: market.treasury })
    proxy.intercept = ({ method }) => (method === 'eth_sendRawTransaction' ? 'lose' : undefined)
    await expect(send(throughProxy())()).rejects.toMatchObject({
      code: 'CHAIN_UNREACHABLE',
      paymentState: 'pending',
    })
    expect(await getBalance(sender, { account: market.treasury })).toBe(before + 1n)
  })

  test('that a node lets run out of gas which cannot be paid fails for gas, not as refused', async () => {
    // What geth says; asked without fees, it does not look at the balance.
    proxy.intercept = ({ method, params }) =>
      method === 'eth_fillTransaction' ||
      (method === 'eth_estimateGas' && (params[0] as { maxFeePerGas?: string }).maxFeePerGas)
        ? { code: -32_000, message: 'gas required exceeds allowance (21000)' }
        : undefined
    await expectRefusal(market, sender, send(throughProxy()), 'INSUFFICIENT_GAS')
  })

  test('that the contract refuses without a reason is not taken for one that lacks gas', async () => {
    const notPayable = { ...throughProxy(), account: sender.account }
    proxy.intercept = ({ method }) =>
      method === 'eth_fillTransaction' || method === 'eth_estimateGas'
        ? { code: -32_000, message: 'execution reverted' }
        : undefined
    await expectRefusal(market, sender, send(notPayable), 'CONTRACT_REVERTED')
  })

  test('that the owner of the wallet refuses is typed, and unpaid', async () => {
    proxy.intercept = ({ method }) =>
      method === 'eth_sendTransaction' ? { code: 4001, message: 'no' } : undefined
    const wallet = createClient({
      account: sender.account.address,
      chain: defineDevnetChain(proxy.url, market.contracts),
      transport: http(undefined, { retryCount: 0 }),
    })
    await expectRefusal(market, sender, send(wallet), 'SIGNATURE_REFUSED')
  })

  test('works with a client that names no chain, given the contracts', async () => {
    const { account } = sender
    const client = createClient({ account, transport: http(market.rpcUrl) })
    const before = await getBalance(sender, { account: market.treasury })
    await market.mined(send(client)())
    expect(await getBalance(sender, { account: market.treasury })).toBe(before + 1n)
  })

  test('without contracts, given or named by the chain, is not sent', async () => {
    const chain = defineDevnetChain(market.rpcUrl)
    const client = createClient({ account: sender.account, chain, transport: http() })
    const quote = await market.createQuote(sender)
    await expectRefusal(market, sender, () => purchase(client, quote), 'CONTRACTS_UNKNOWN')
    const account = market.treasury
    await expect(getBalance(client, { account })).rejects.toMatchObject({
      code: 'CONTRACTS_UNKNOWN',
    })
    expect(await getBalance(client, { account, contracts: market.contracts })).toBeLessThan(
      prix('1'),
    )
  })
})
