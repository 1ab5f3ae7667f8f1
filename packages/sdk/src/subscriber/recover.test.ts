import { createClient, hexToBigInt, http, pad, parseAbi } from 'viem'
import { writeContract } from 'viem/actions'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { purchaseCall } from '../actions/passes/purchase.js'
import { getBalance } from '../actions/prix/getBalance.js'
import { transfer } from '../actions/prix/transfer.js'
import { prix } from '../actions/testing/startMarket.js'
import type { DevnetClient } from '../devnet/types.js'
import { type RpcProxy, startRpcProxy } from '../internal/testing/startRpcProxy.js'
import { hashTerms } from '../protocol/hashTerms.js'
import { memory } from '../store/memory/memory.js'
import { deployContractWallet } from './testing/deployContractWallet.js'
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
afterAll(async () => {
  await proxy.close()
  await shop.close()
})

const subscribe = (client: DevnetClient, store = memory()) =>
  shop.createSubscriber({ client, store })

/** The same account behind the proxy, with nothing left but its key. */
function startAnew({ account }: DevnetClient) {
  const transport = http(proxy.url, { retryCount: 0 })
  const client = createClient({ account, chain: shop.chain, transport, pollingInterval: 20 })
  return subscribe(client as DevnetClient)
}

const erc721 = parseAbi(['function transferFrom(address from, address to, uint256 id)'])

async function handOn(from: DevnetClient, to: DevnetClient, passId: `0x${string}`) {
  await shop.mined(
    writeContract(from, {
      address: shop.contracts.marketplace,
      abi: erc721,
      functionName: 'transferFrom',
      args: [from.account.address, to.account.address, hexToBigInt(passId)],
    }),
  )
}

test('with nothing left but its key, a wallet finds its open passes and gets its money back', async () => {
  const client = await shop.createClient()
  const subscriber = subscribe(client)
  const bought = []
  for (let n = 0; n < 3; n++) bought.push(await subscriber.buy(requirements, { maxPrice }))
  await bought[0]?.leave()
  const before = await getBalance(client, { account: client.account.address })

  const anew = startAnew(client)
  expect(await anew.passes()).toEqual([])
  const found = await anew.recover()
  expect(found.map(({ id }) => id).sort()).toEqual([bought[1]?.id, bought[2]?.id].sort())
  expect(found.map(({ details }) => details)).toEqual([undefined, undefined])
  expect((await anew.passes()).map(({ id }) => id).sort()).toEqual(found.map(({ id }) => id).sort())
  const unusable = { code: 'PASS_KEYS_MISSING', paymentState: 'paid' }
  await expect(found[0]?.connect()).rejects.toMatchObject(unusable)
  await expect(found[0]?.connectionInfo()).rejects.toMatchObject(unusable)

  let back = 0n
  for (const pass of found) back += (await pass.leave()).refund
  expect(await getBalance(client, { account: client.account.address })).toBe(before + back)
  expect(back).toBeGreaterThan(prix('69'))
  expect(await anew.recover()).toEqual([])
})

test('a pass that was handed on is its new owner’s to list and leave, and nobody else’s', async () => {
  const [giver, taker] = [await shop.createClient(), await shop.createClient()]
  const subscriber = subscribe(giver)
  const quote = await subscriber.quote(requirements)
  const pass = await subscriber.buy(quote, { maxPrice })
  await handOn(giver, taker, pass.id)

  expect(await subscriber.passes()).toEqual([])
  expect(await startAnew(giver).recover()).toEqual([])
  await expect(subscriber.buy(quote, { maxPrice })).rejects.toMatchObject({
    code: 'QUOTE_ALREADY_USED',
    paymentState: 'paid',
  })
  const before = await getBalance(taker, { account: taker.account.address })
  const [found] = await startAnew(taker).recover()
  expect(found).toMatchObject({ id: pass.id, terms: pass.terms })
  const { refund } = (await found?.leave()) ?? expect.fail()
  expect(await getBalance(taker, { account: taker.account.address })).toBe(before + refund)
})

test('what a contract wallet bought is found, and left by the wallet itself', async () => {
  const client = await shop.createClient()
  const wallet = await deployContractWallet(client)
  const quote = await shop.createQuote({ account: wallet } as never)
  await shop.mined(transfer(client, { to: wallet.address, amount: quote.terms.price }))
  await wallet.execute(purchaseCall(shop.contracts, quote))
  expect(await getBalance(client, { account: wallet.address })).toBe(0n)

  const [pass] = await startAnew(client).recover({ account: wallet.address })
  expect(pass).toMatchObject({ id: hashTerms(quote.terms) })
  if (!pass) return expect.fail()
  await expect(pass.leave()).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  await wallet.execute(pass.leaveCall())
  expect(await pass.status()).toMatchObject({ ended: true, owner: wallet.address })
  const back = await getBalance(client, { account: wallet.address })
  expect(back).toBeGreaterThan(quote.terms.price - 2n * quote.terms.minimum)
})

test('a server that gives few blocks at a time is read in steps, and a stopped recovery goes on', async () => {
  const client = await shop.createClient()
  const bought = await subscribe(client).buy(requirements, { maxPrice })
  await shop.mine(300)
  const asked: [number, number][] = []
  proxy.intercept = ({ method, params }) => {
    if (method !== 'eth_getLogs') return undefined
    const [{ fromBlock, toBlock }] = params as [{ fromBlock: string; toBlock: string }]
    if (Number(toBlock) - Number(fromBlock) >= 40)
      return { code: -32_005, message: 'query exceeds max block range' }
    asked.push([Number(fromBlock), Number(toBlock)])
    return undefined
  }
  const anew = startAnew(client)
  const stop = new AbortController()
  const blocks: bigint[] = []
  const stopped = anew.recover({
    signal: stop.signal,
    onProgress({ block }) {
      blocks.push(block)
      if (blocks.length === 3) stop.abort()
    },
  })
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
  const last = asked.at(-1)?.[1] ?? 0
  asked.length = 0
  const [found] = await anew.recover({ onProgress: ({ block }) => blocks.push(block) })
  expect(found?.id).toBe(bought.id)
  expect(asked[0]?.[0]).toBeGreaterThan(0)
  expect(asked[0]?.[0]).toBeLessThanOrEqual(last + 1)
  for (const [index, [from]] of asked.slice(1).entries())
    expect(from).toBe((asked[index]?.[1] ?? 0) + 1)
  expect(blocks.at(-1)).toBeGreaterThanOrEqual(300n)
})

test.each([
  ['nothing', null],
  ['text', 'no logs'],
  ['logs of another contract', [{ address: `0x${'1'.repeat(40)}`, topics: [], data: '0x' }]],
  ['broken logs', [{ address: 'here' }]],
])('a server that answers %s is not believed', async (_, answer) => {
  const client = await shop.createClient()
  proxy.intercept = ({ method }) => (method === 'eth_getLogs' ? () => answer : undefined)
  await expect(startAnew(client).recover()).rejects.toMatchObject({ code: 'CHAIN_ANSWER_INVALID' })
})

test('what was read from a later block on does not hide what is before it', async () => {
  const client = await shop.createClient()
  const pass = await subscribe(client).buy(requirements, { maxPrice })
  await shop.mine(20)
  const head = BigInt((await shop.request('eth_blockNumber')) as string)
  const anew = startAnew(client)
  expect(await anew.recover({ fromBlock: head - 1n })).toEqual([])
  expect(await anew.recover()).toMatchObject([{ id: pass.id }])
})

test('somebody else’s passes that a server claims are not listed', async () => {
  const [client, stranger] = [await shop.createClient(), await shop.createClient()]
  await subscribe(stranger).buy(requirements, { maxPrice })
  const { address } = stranger.account
  const filter = { address: shop.contracts.marketplace, topics: [null, null, pad(address)] }
  const logs = await shop.request('eth_getLogs', { ...filter, fromBlock: '0x0' })
  expect(logs).not.toEqual([])
  proxy.intercept = ({ method }) => (method === 'eth_getLogs' ? () => logs : undefined)
  expect(await startAnew(client).recover()).toEqual([])
})
