import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { prixAbi } from '../contracts/generated.js'
import { ReorgTooDeepError, RpcFarBehindError } from '../errors/follower.js'
import { eventually } from '../internal/testing/eventually.js'
import { startChain } from '../internal/testing/startChain.js'
import { type RpcProxy, startRpcProxy } from '../internal/testing/startRpcProxy.js'
import { memory } from '../store/memory/memory.js'
import { createFollower } from './createFollower.js'
import { amountOf, followToken } from './testing/followToken.js'
import { readRawBlock } from './testing/readRawBlock.js'
import { replaceBlocks } from './testing/replaceBlocks.js'
import type { Follower } from './types.js'

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

async function mine(...amounts: bigint[]) {
  for (const amount of amounts) await chain.transfer(amount)
  return chain.client.getBlockNumber()
}

const cases = [
  { name: 'as high', depth: 2, amounts: [20n, 30n] },
  { name: 'higher', depth: 2, amounts: [20n, 30n, 40n] },
  { name: 'lower', depth: 3, amounts: [10n, 20n] },
  { name: 'deeper than what was read so far', depth: 5, amounts: [10n, 20n, 30n, 40n, 50n] },
]
for (const { amounts, depth, name } of cases) {
  test(`events of blocks that are gone are undone, newest first: the new chain is ${name}`, async () => {
    await mine(7n, 8n)
    const { believed, errors, follower, heads, undone } = await follow()
    const before = await chain.client.getBlockNumber()
    await mine(1n, 2n, 3n)
    follower.start()
    await eventually(() => believed).toEqual([1n, 2n, 3n])

    await replaceBlocks(chain, depth, amounts)
    // Of what came below the first block, nothing counts.
    const kept = [1n, 2n, 3n].slice(0, Math.max(0, 3 - depth))
    const added = amounts.slice(Math.max(0, depth - 3))
    await eventually(() => believed).toEqual([...kept, ...added])
    expect(undone).toEqual([
      { amounts: [3n, 2n, 1n].slice(0, depth), toBlock: before + BigInt(kept.length) },
    ])
    const { hash, number } = await chain.client.getBlock()
    await eventually(() => heads.at(-1)).toMatchObject({ hash, number })
    expect(errors).toEqual([])
  })
}

test('a reorganization deeper than the confirmations is undone as well', async () => {
  const { believed, follower, undone } = await follow({ confirmations: 2 })
  await mine(1n, 2n, 3n, 4n)
  follower.start()
  await eventually(() => believed).toEqual([1n, 2n])
  await replaceBlocks(chain, 3, [20n, 30n, 40n])
  await eventually(() => believed).toEqual([1n, 20n])
  expect(undone).toMatchObject([{ amounts: [2n] }])
})

test('dropped blocks without others instead count until others come', async () => {
  const { believed, errors, follower, heads } = await follow()
  await mine(1n, 2n)
  follower.start()
  await eventually(() => believed).toEqual([1n, 2n])
  const told = heads.length
  await chain.client.request({ method: 'anvil_reorg', params: [1, []] } as never)
  await eventually(() => believed).toEqual([1n])
  await eventually(() => heads.length).toBe(told + 1)
  expect(heads.at(-1)?.number).toBe(heads.at(-2)?.number)
  expect(errors).toEqual([])
})

test('a rollback and the cursor’s move back stand or fall together, and it is said once', async () => {
  const store = memory()
  const said: string[] = []
  const errors: unknown[] = []
  let failures = 1
  const follower = createFollower({
    client: chain.client,
    store,
    name: 'test',
    address: chain.prix,
    abi: prixAbi,
    confirmations: 0,
    fromBlock: (await chain.client.getBlockNumber()) + 1n,
    pollingInterval: 10,
    onBatch: async (tx, { events }) => {
      for (const event of events) await tx.set('seen', String(amountOf(event)), '')
      return `applied ${events.map(amountOf)}`
    },
    onRollback: async (tx, { events }) => {
      for (const event of events) await tx.delete('seen', String(amountOf(event)))
      if (failures-- > 0) throw new Error('meant by the test')
      return `undone ${events.map(amountOf)}`
    },
    afterBatch: (outcome) => void said.push(outcome),
    onError: (error) => void errors.push(error),
  })
  followers.push(follower)
  follower.start()
  await follower.ready
  await mine(1n)
  await eventually(() => said).toEqual(['applied 1'])
  await replaceBlocks(chain, 1, [2n])
  await eventually(() => said).toEqual(['applied 1', 'undone 1', 'applied 2'])
  const rows = await store.transaction((tx) => tx.list('seen'))
  expect(rows.map(({ key }) => key)).toEqual(['2'])
  expect(errors.map(String)).toEqual(['Error: meant by the test'])
})

test('what was reorganized while nobody looked is undone by the next follower', async () => {
  const store = memory()
  const first = await follow({ store })
  await mine(1n, 2n)
  first.follower.start()
  await eventually(() => first.believed).toEqual([1n, 2n])
  await first.follower.close()
  await replaceBlocks(chain, 1, [3n])
  await chain.client.mine({ blocks: 20 })

  const second = await follow({ store, window: 5 })
  second.follower.start()
  await second.follower.ready
  expect(second.undone).toMatchObject([{ amounts: [2n] }])
  expect(second.believed).toEqual([3n])
})

test('two followers of one name undo and apply once', async () => {
  const store = memory()
  const a = await follow({ store })
  const b = await follow({ store })
  await mine(1n, 2n)
  for (const { follower } of [a, b]) follower.start()
  await Promise.all([a.follower.ready, b.follower.ready])
  await replaceBlocks(chain, 1, [3n])
  const { hash } = await chain.client.getBlock()
  await eventually(() => [a.heads.at(-1)?.hash, b.heads.at(-1)?.hash]).toEqual([hash, hash])
  expect([...a.undone, ...b.undone]).toMatchObject([{ amounts: [2n] }])
})

test('a server that is behind, or was for one answer on a chain that is gone, undoes nothing', async () => {
  const { believed, errors, follower, heads, undone } = await follow()
  const behind = await readRawBlock(chain)
  await mine(1n, 2n)
  follower.start()
  await eventually(() => believed).toEqual([1n, 2n])
  const number = `0x${(BigInt(behind?.number ?? 0) + 1n).toString(16)}`
  let asked = 0
  proxy.intercept = ({ method, params }) => {
    if (method !== 'eth_getBlockByNumber' || params[0] !== 'latest') return undefined
    // Never two in a row that are of another chain.
    const gone = { ...behind, number, hash: `0x${'ab'.repeat(32)}` }
    const answer = [gone, behind, gone, undefined][asked++ % 4]
    return answer && (() => answer)
  }
  await eventually(() => asked).toBeGreaterThan(11)
  proxy.intercept = () => undefined
  await mine(3n)
  await eventually(() => believed).toEqual([1n, 2n, 3n])
  expect(undone).toEqual([])
  expect(heads.map(({ number }) => number)).toEqual([...heads.map(({ number }) => number)].sort())
  expect(errors).toEqual([])
})

test('a head far behind is told once, undoes nothing, and reading goes on afterwards', async () => {
  const early = await readRawBlock(chain)
  const { believed, errors, follower, undone } = await follow({ window: 3 })
  await mine(1n, 2n, 3n, 4n, 5n)
  follower.start()
  await eventually(() => believed).toHaveLength(5)
  let asked = 0
  proxy.intercept = ({ method }) => {
    if (method !== 'eth_getBlockByNumber') return undefined
    asked++
    return () => early
  }
  await eventually(() => asked).toBeGreaterThan(4)
  proxy.intercept = () => undefined
  await mine(6n)
  await eventually(() => believed).toHaveLength(6)
  expect(undone).toEqual([])
  expect(errors).toEqual([expect.any(RpcFarBehindError)])
})

test('a chain that parts before all that can be undone is told once, and nothing is undone', async () => {
  const { believed, errors, follower, undone } = await follow({ window: 2 })
  await mine(1n, 2n, 3n)
  follower.start()
  await eventually(() => believed).toEqual([1n, 2n, 3n])
  await replaceBlocks(chain, 3, [4n, 5n, 6n])
  const isTooDeep = (error: unknown) => error instanceof ReorgTooDeepError
  await eventually(() => errors.filter(isTooDeep)).toHaveLength(1)
  const asked = proxy.requests.length
  await eventually(() => proxy.requests.length).toBeGreaterThan(asked + 10)
  expect(errors.filter(isTooDeep)).toHaveLength(1)
  expect([believed, undone]).toEqual([[1n, 2n, 3n], []])
})

test('another chain with the same number is told, and nothing is undone', async () => {
  const another = await startChain()
  try {
    const store = memory()
    const first = await follow({ store })
    await mine(1n)
    first.follower.start()
    await eventually(() => first.believed).toEqual([1n])
    await first.follower.close()

    await another.client.mine({ blocks: Number(await chain.client.getBlockNumber()) })
    const second = await followToken(another, [another.url], { store })
    followers.push(second.follower)
    second.follower.start()
    await eventually(() => second.errors).toEqual([expect.any(ReorgTooDeepError)])
    expect(second.undone).toEqual([])
  } finally {
    await another.close()
  }
})
