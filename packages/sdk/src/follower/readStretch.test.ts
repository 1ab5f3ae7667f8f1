import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  LogsMissingError,
  RpcAnswerInvalidError,
  RpcContradictionError,
  RpcLaggingError,
} from '../errors/follower.js'
import { eventually } from '../internal/testing/eventually.js'
import { startChain, transferData } from '../internal/testing/startChain.js'
import { type RpcProxy, startRpcProxy } from '../internal/testing/startRpcProxy.js'
import { followToken } from './testing/followToken.js'
import type { Follower } from './types.js'

type Log = Record<string, unknown> & { topics: string[]; logIndex: string }

let chain: Awaited<ReturnType<typeof startChain>>
let proxy: RpcProxy
const followers: Follower[] = []
beforeAll(async () => {
  chain = await startChain()
  proxy = await startRpcProxy(chain.url)
})
afterEach(async () => {
  for (const follower of followers.splice(0)) await follower.close()
  proxy.intercept = () => undefined
})
afterAll(async () => {
  await proxy.close()
  await chain.close()
})

async function follow(overrides: Parameters<typeof followToken>[2] = {}) {
  const followed = await followToken(chain, [proxy.url], overrides)
  followers.push(followed.follower)
  return followed
}

/** Alters what one method answers. */
function alter<result>(method: string, change: (result: result, params: unknown[]) => unknown) {
  proxy.intercept = (request) =>
    request.method === method ? (result: never) => change(result, request.params) : undefined
}

/** A block with two transfers. */
async function mineTwo() {
  await chain.client.setAutomine(false)
  for (const amount of [1n, 2n])
    await chain.client.sendTransaction({ to: chain.prix, data: transferData(amount) })
  await chain.client.mine({ blocks: 1 })
  await chain.client.setAutomine(true)
}

test('logs that a server hides once are asked for again', async () => {
  const { believed, errors, follower } = await follow()
  await mineTwo()
  let hidden = 0
  alter('eth_getLogs', (logs) => (hidden++ === 0 ? [] : logs))
  follower.start()
  await follower.ready
  expect(believed).toEqual([1n, 2n])
  expect(errors).toEqual([])
})

for (const window of [256, 1]) {
  const age = window === 1 ? 'old' : 'new'
  test(`logs of ${age} blocks that a server always hides are read from the receipts`, async () => {
    const { believed, errors, follower } = await follow({ window })
    await mineTwo()
    await chain.transfer(3n)
    await chain.client.mine({ blocks: 3 })
    alter('eth_getLogs', () => [])
    follower.start()
    await follower.ready
    expect(believed).toEqual([1n, 2n, 3n])
    expect(errors).toEqual([])
  })
}

test('a server without a method for the receipts of a block is asked for each one', async () => {
  const { believed, errors, follower } = await follow()
  await mineTwo()
  proxy.intercept = ({ method }) => {
    if (method === 'eth_getBlockReceipts') return { code: -32_601, message: 'Method not found' }
    return method === 'eth_getLogs' ? () => [] : undefined
  }
  follower.start()
  await follower.ready
  expect(believed).toEqual([1n, 2n])
  expect(errors).toEqual([])
})

test('a server that hides logs and receipts makes the follower wait, which it tells once', async () => {
  const { believed, errors, follower, heads } = await follow()
  await mineTwo()
  let asked = 0
  proxy.intercept = ({ method }) => {
    if (method === 'eth_getLogs') return () => []
    if (!method.includes('Receipt')) return undefined
    asked++
    return () => null
  }
  follower.start()
  await eventually(() => asked).toBeGreaterThan(20)
  expect([believed, heads]).toEqual([[], []])
  expect(errors).toEqual([expect.any(LogsMissingError)])
  proxy.intercept = () => undefined
  await follower.ready
  expect(believed).toEqual([1n, 2n])
})

test('a bloom filter that says yes for nothing stops nobody', async () => {
  const { believed, errors, follower } = await follow()
  await chain.client.mine({ blocks: 2 })
  await chain.transfer(1n)
  alter<Record<string, unknown> | null>('eth_getBlockByNumber', (block) =>
    block ? { ...block, logsBloom: `0x${'f'.repeat(512)}` } : null,
  )
  follower.start()
  await follower.ready
  expect(believed).toEqual([1n])
  expect(errors).toEqual([])
})

test('a chain whose headers have no bloom filters is read with `none`, and refused with empty ones', async () => {
  const empty = `0x${'0'.repeat(512)}`
  alter<Record<string, unknown> | null>('eth_getBlockByNumber', (block) =>
    block ? { ...block, logsBloom: empty } : null,
  )
  const strict = await follow()
  const lenient = await follow({ blooms: 'none' })
  await mineTwo()
  strict.follower.start()
  lenient.follower.start()
  await eventually(() => lenient.believed).toEqual([1n, 2n])
  await eventually(() => strict.errors).toEqual([expect.any(RpcContradictionError)])
  expect(strict.believed).toEqual([])
})

test('with `recent`, blocks of long ago without logs are not read', async () => {
  const { believed, follower } = await follow({ blooms: 'recent', window: 4 })
  await chain.transfer(1n)
  await chain.client.mine({ blocks: 60 })
  await chain.transfer(2n)
  const asked = proxy.requests.length
  follower.start()
  await follower.ready
  expect(believed).toEqual([1n, 2n])
  expect(proxy.requests.length - asked).toBeLessThan(20)
})

const lies: [string, (logs: Log[]) => unknown][] = [
  ['of another contract', ([a, b]) => [{ ...a, address: `0x${'11'.repeat(20)}` }, b]],
  ['with another topic', ([a, b]) => [{ ...a, topics: [`0x${'11'.repeat(32)}`] }, b]],
  ['without topics', ([a, b]) => [{ ...a, topics: [] }, b]],
  ['of a block of another name', ([a, b]) => [{ ...a, blockHash: `0x${'11'.repeat(32)}` }, b]],
  ['of another block', ([a, b]) => [{ ...a, blockNumber: '0x1' }, b]],
  [
    'that the bloom filter rules out',
    ([a, b]) => [{ ...a, topics: [a?.topics[0], `0x${'11'.repeat(32)}`, a?.topics[2]] }, b],
  ],
  ['twice', ([a, b]) => [a, a, b]],
  ['in the wrong order', ([a, b]) => [b, a]],
]
for (const [name, lie] of lies) {
  test(`a log ${name} is refused, told once, and the truth is believed afterwards`, async () => {
    const { believed, errors, follower } = await follow()
    await mineTwo()
    let asked = 0
    alter<Log[]>('eth_getLogs', (logs) => {
      asked++
      return lie(logs)
    })
    follower.start()
    await eventually(() => asked).toBeGreaterThan(6)
    expect(believed).toEqual([])
    expect(errors).toEqual([expect.any(RpcContradictionError)])
    proxy.intercept = () => undefined
    await follower.ready
    expect(believed).toEqual([1n, 2n])
  })
}

const removed = (logs: Log[]) => logs.map((log) => ({ ...log, removed: true }))
const nonsense: [string, string, (result: never) => unknown][] = [
  ['logs that say they were removed', 'eth_getLogs', removed as never],
  ['text instead of logs', 'eth_getLogs', () => 'x'],
  ['null instead of logs', 'eth_getLogs', () => null],
  ['logs without end', 'eth_getLogs', () => Array.from({ length: 100_001 }, () => 0)],
  ['null instead of the head', 'eth_getBlockByNumber', () => null],
  ['an empty object instead of the head', 'eth_getBlockByNumber', () => ({})],
  [
    'a number that is none',
    'eth_getBlockByNumber',
    (block: object) => ({ ...block, number: '0x' }),
  ],
  ['a chain that is no number', 'eth_chainId', () => 'x'],
]
for (const [name, method, answer] of nonsense) {
  test(`${name}: told once, and reading goes on when that is over`, async () => {
    const { believed, errors, follower } = await follow()
    await mineTwo()
    let asked = 0
    alter(method, (result: never) => {
      asked++
      return answer(result)
    })
    follower.start()
    await eventually(() => asked).toBeGreaterThan(3)
    expect(errors).toEqual([expect.any(RpcAnswerInvalidError)])
    proxy.intercept = () => undefined
    await follower.ready
    expect(believed).toEqual([1n, 2n])
  })
}

test('a server that knows the head but not yet its logs or blocks loses nothing', async () => {
  const { believed, errors, follower, undone } = await follow({ confirmations: 1 })
  await mineTwo()
  await chain.transfer(3n)
  await chain.transfer(4n)
  let asked = 0
  proxy.intercept = ({ method, params }) => {
    if (method === 'eth_getLogs' && asked++ < 12) return { code: -32_000, message: 'unknown block' }
    if (method === 'eth_getBlockByNumber' && params[0] !== 'latest' && asked++ < 6)
      return () => null
    return undefined
  }
  follower.start()
  await follower.ready
  expect(believed).toEqual([1n, 2n, 3n])
  expect(undone).toEqual([])
  for (const error of errors) expect(error).toBeInstanceOf(RpcLaggingError)
})

test('a server that fails every thirtieth request is read in smaller steps', async () => {
  const { believed, follower } = await follow()
  await chain.transfer(5n)
  await chain.client.mine({ blocks: 70 })
  await chain.transfer(6n)
  let asked = 0
  proxy.intercept = ({ method }) =>
    method === 'eth_getBlockByNumber' && ++asked % 30 === 0 ? 'refuse' : undefined
  follower.start()
  await follower.ready
  expect(believed.slice(-2)).toEqual([5n, 6n])
})
