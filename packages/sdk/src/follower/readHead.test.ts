import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ChainUnreachableError } from '../errors/client.js'
import { EndpointsDisagreeError } from '../errors/follower.js'
import { eventually } from '../internal/testing/eventually.js'
import { startChain } from '../internal/testing/startChain.js'
import { type RpcProxy, startRpcProxy } from '../internal/testing/startRpcProxy.js'
import { memory } from '../store/memory/memory.js'
import { cursors } from './cursors.js'
import { followToken } from './testing/followToken.js'
import { readRawBlock } from './testing/readRawBlock.js'
import { replaceBlocks } from './testing/replaceBlocks.js'
import type { Follower } from './types.js'

type Block = Record<string, unknown> & { number: string }
type Intercept = RpcProxy['intercept']

let chain: Awaited<ReturnType<typeof startChain>>
let proxies: [RpcProxy, RpcProxy, RpcProxy]
const followers: Follower[] = []
beforeAll(async () => {
  chain = await startChain()
  const { url } = chain
  proxies = [await startRpcProxy(url), await startRpcProxy(url), await startRpcProxy(url)]
})
afterEach(async () => {
  for (const follower of followers.splice(0)) await follower.close()
  for (const proxy of proxies) proxy.intercept = () => undefined
})
afterAll(async () => {
  for (const proxy of proxies) await proxy.close()
  await chain.close()
})

async function follow(servers: number, overrides: Parameters<typeof followToken>[2] = {}) {
  const urls = proxies.slice(0, servers).map(({ url }) => url)
  const followed = await followToken(chain, urls, overrides)
  followers.push(followed.follower)
  return followed
}

const hash = `0x${'ab'.repeat(32)}`
const madeUp: Intercept = ({ method }) =>
  method === 'eth_getBlockByNumber' ? (block: Block | null) => ({ ...block, hash }) : undefined

const lies: [string, Intercept][] = [
  ['answers nothing', () => 'refuse'],
  ['makes up its head', madeUp],
  [
    'is far ahead of all others',
    ({ method }) =>
      method === 'eth_getBlockByNumber'
        ? (block: Block | null) => ({ ...block, hash, number: '0xfffffff' })
        : undefined,
  ],
  [
    'stands still at a block of long ago',
    ({ method, params }) =>
      method === 'eth_getBlockByNumber' && params[0] === 'latest'
        ? (block: Block | null) => ({ ...block, hash, number: '0x1' })
        : undefined,
  ],
  [
    'empties the bloom filters and hides the logs',
    ({ method }) => {
      if (method === 'eth_getLogs' || method.includes('Receipt')) return () => []
      const logsBloom = `0x${'0'.repeat(512)}`
      return method === 'eth_getBlockByNumber'
        ? (block: Block | null) => block && { ...block, logsBloom }
        : undefined
    },
  ],
  [
    'changes amounts',
    ({ method }) =>
      method === 'eth_getLogs'
        ? (logs: object[]) => logs.map((log) => ({ ...log, data: `0x${'1'.padStart(64, '0')}` }))
        : undefined,
  ],
]
for (const [name, lie] of lies) {
  test(`one of three that ${name} changes nothing, also when it is the first`, async () => {
    proxies[0].intercept = lie
    const { believed, errors, follower, undone } = await follow(3)
    await chain.transfer(5n)
    await chain.transfer(6n)
    follower.start()
    await follower.ready
    await eventually(() => believed).toEqual([5n, 6n])
    await replaceBlocks(chain, 1, [7n, 8n])
    await eventually(() => believed).toEqual([5n, 7n, 8n])
    expect(undone).toMatchObject([{ amounts: [6n] }])
    expect(errors).toEqual([])
  })
}

test('of three that go on to answer, one that hangs is not waited for, nor asked again', async () => {
  const { believed, errors, follower, undone } = await follow(3)
  await chain.transfer(1n)
  follower.start()
  await follower.ready
  const already = proxies[0].requests.length
  proxies[0].intercept = () => 'hang'
  await chain.transfer(5n)
  await chain.transfer(6n)
  await eventually(() => believed).toEqual([1n, 5n, 6n])
  await replaceBlocks(chain, 1, [7n, 8n])
  await eventually(() => believed).toEqual([1n, 5n, 7n, 8n])
  expect(undone).toMatchObject([{ amounts: [6n] }])
  // It still hangs: nobody has given up on it.
  expect(errors).toEqual([])
  const heads = proxies[0].requests.slice(already).filter(({ params }) => params[0] === 'latest')
  expect(heads.length).toBe(1)
})

test('of two that disagree neither is believed, which is told once, until they agree', async () => {
  const { believed, errors, follower } = await follow(2)
  let asked = 0
  proxies[1].intercept = (request) => {
    asked++
    return madeUp(request)
  }
  await chain.transfer(1n)
  follower.start()
  await eventually(() => asked).toBeGreaterThan(5)
  expect(believed).toEqual([])
  expect(errors).toEqual([expect.any(EndpointsDisagreeError)])
  proxies[1].intercept = () => undefined
  await follower.ready
  expect(believed).toEqual([1n])
})

test('of two that disagree about logs, the receipts show which one hides them', async () => {
  const { believed, errors, follower } = await follow(2)
  proxies[0].intercept = ({ method }) => (method === 'eth_getLogs' ? () => [] : undefined)
  await chain.transfer(1n)
  follower.start()
  await follower.ready
  expect(believed).toEqual([1n])
  expect(errors).toEqual([])
})

test('two of three that hide the same logs are found out by the bloom filter', async () => {
  for (const proxy of proxies.slice(0, 2))
    proxy.intercept = ({ method }) => (method === 'eth_getLogs' ? () => [] : undefined)
  const { believed, errors, follower } = await follow(3)
  await chain.transfer(1n)
  follower.start()
  await follower.ready
  expect(believed).toEqual([1n])
  expect(errors).toEqual([])
})

test('of two that are not equally far, the one behind decides', async () => {
  const { believed, errors, follower, heads } = await follow(2)
  const behind = await chain.client.getBlock()
  proxies[1].intercept = ({ method, params }) =>
    method === 'eth_getBlockByNumber' && params[0] === 'latest' ? () => raw : undefined
  const raw = await readRawBlock(chain)
  await chain.transfer(1n)
  follower.start()
  await follower.ready
  expect(believed).toEqual([])
  expect(heads).toMatchObject([{ hash: behind.hash }])
  proxies[1].intercept = () => undefined
  await eventually(() => believed).toEqual([1n])
  expect(errors).toEqual([])
})

test('of two the one that answers is enough, whichever it is; none at all is told', async () => {
  const { believed, errors, follower } = await follow(2)
  for (const proxy of proxies) proxy.intercept = () => 'refuse'
  await chain.transfer(1n)
  follower.start()
  await eventually(() => errors).toEqual([expect.any(ChainUnreachableError)])
  proxies[1].intercept = () => undefined
  await follower.ready
  await eventually(() => believed).toEqual([1n])
})

test('of three the only one that answers is not believed, since it may be the one that lies', async () => {
  const { believed, errors, follower } = await follow(3)
  proxies[0].intercept = () => 'refuse'
  proxies[1].intercept = () => 'refuse'
  await chain.transfer(1n)
  follower.start()
  await eventually(() => errors).toEqual([expect.any(ChainUnreachableError)])
  expect(believed).toEqual([])
  proxies[0].intercept = () => undefined
  await follower.ready
  await eventually(() => believed).toEqual([1n])
})

test('one of three on another chain does not decide which one it is', async () => {
  const store = memory()
  proxies[0].intercept = ({ method }) => (method === 'eth_chainId' ? () => '0x1' : undefined)
  const { believed, errors, follower } = await follow(3, { store })
  await chain.transfer(1n)
  follower.start()
  await follower.ready
  expect(believed).toEqual([1n])
  expect(errors).toEqual([])
  const cursor = await store.transaction((tx) => cursors.get(tx, 'test'))
  expect(cursor?.chainId).toBe(await chain.client.getChainId())
})

test('polling asks each of two for one block while nothing happens', async () => {
  const { follower, heads } = await follow(2, { confirmations: 2 })
  follower.start()
  await follower.ready
  await eventually(() => heads).toHaveLength(1)
  const before = proxies.map(({ requests }) => requests.length)
  await eventually(() => proxies[0].requests.length).toBeGreaterThan((before[0] ?? 0) + 10)
  const methods = proxies
    .slice(0, 2)
    .flatMap(({ requests }, index) => requests.slice(before[index]))
    .map(({ method, params }) => `${method} ${params[0]}`)
  expect(new Set(methods)).toEqual(new Set(['eth_getBlockByNumber latest']))
})
