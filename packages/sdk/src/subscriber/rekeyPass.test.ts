import { socks } from '@passband/tunnel/socks'
import { createClient, hexToBigInt, http, parseAbi } from 'viem'
import { waitForTransactionReceipt, writeContract } from 'viem/actions'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet } from '../devnet/createDevnet.js'
import { defineDevnetChain } from '../devnet/defineDevnetChain.js'
import type { Devnet, DevnetClient } from '../devnet/types.js'
import { startRpcProxy } from '../internal/testing/startRpcProxy.js'
import { memory } from '../store/memory/memory.js'
import { Subscriber } from './subscriber.js'

const requirements = { service: 'proxy', mbps: 1, duration: '1h' } as const
const options = { maxPrice: 10n ** 9n }
const erc721 = parseAbi(['function transferFrom(address from, address to, uint256 id)'])

let devnet: Devnet
beforeAll(async () => {
  devnet = await createDevnet({ gateways: [{ country: 'DE' }] })
})
afterAll(() => devnet.close())

const subscribe = (client: DevnetClient, store = memory()) =>
  new Subscriber({ client, sbn: devnet.url, drivers: [socks()], store })

/** Whether a page comes through a session of a pass. */
async function works(
  pass: Awaited<ReturnType<ReturnType<typeof subscribe>['buy']>>,
): Promise<boolean> {
  await using session = await pass.connect()
  return (await session.fetch(`http://${devnet.origin.host}/`)).ok
}

test('a wallet that has lost everything but its key makes new keys for its pass, and uses it again', async () => {
  const client = await devnet.createClient()
  const bought = await subscribe(client).buy(requirements, options)
  expect(await works(bought)).toBe(true)
  const store = memory()
  const anew = subscribe(client, store)
  const [found] = await anew.recover()
  await expect(found?.connect()).rejects.toMatchObject({ code: 'PASS_KEYS_MISSING' })
  const rekeyed: unknown[] = []
  anew.on('rekeyed', (event) => rekeyed.push(event))
  const hash = await found?.rekey()
  expect(rekeyed).toEqual([{ passId: bought.id, hash }])
  // Also right away, when the gateway has not followed yet.
  expect(found && (await works(found))).toBe(true)
  // The keys outlive the process.
  const [again] = await subscribe(client, store).passes()
  expect(again && (await works(again))).toBe(true)
  // What was stolen with the files that were lost is of no use.
  await expect(bought.connectionInfo()).rejects.toMatchObject({ code: 'DELIVERY_INVALID' })
})

test('whoever a pass was handed on to uses it, and the one before is let in no more', async () => {
  const [giver, taker] = [await devnet.createClient(), await devnet.createClient()]
  const given = await subscribe(giver).buy(requirements, options)
  const session = await given.connect()
  await expect(subscribe(taker).passes()).resolves.toEqual([])
  const hash = await writeContract(giver, {
    address: devnet.contracts.marketplace,
    abi: erc721,
    functionName: 'transferFrom',
    args: [giver.account.address, taker.account.address, hexToBigInt(given.id)],
  })
  await waitForTransactionReceipt(giver, { hash })
  await expect(given.rekey()).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  const [taken] = await subscribe(taker).recover()
  await taken?.rekey()
  expect(taken && (await works(taken))).toBe(true)
  await expect(session.fetch(`http://${devnet.origin.host}/`)).rejects.toThrow()
  await session.close()
})

test('keys that never came on chain replace none, and the newest that did are those that count', async () => {
  await using proxy = await startProxy()
  const { account } = await devnet.createClient()
  const chain = defineDevnetChain(proxy.url, devnet.contracts)
  const transport = http(proxy.url, { retryCount: 0 })
  const client = createClient({ account, chain, transport, pollingInterval: 20, cacheTime: 0 })
  const pass = await subscribe(client as DevnetClient).buy(requirements, options)
  proxy.intercept = ({ method }) =>
    method === 'eth_sendRawTransaction' ? { code: -32_000, message: 'no' } : undefined
  await expect(pass.rekey()).rejects.toThrow()
  expect(await works(pass)).toBe(true)
  proxy.intercept = () => undefined
  await pass.rekey()
  await pass.rekey()
  expect(await works(pass)).toBe(true)
})

async function startProxy() {
  const proxy = await startRpcProxy(devnet.rpcUrl)
  return Object.assign(proxy, { [Symbol.asyncDispose]: () => proxy.close() })
}
