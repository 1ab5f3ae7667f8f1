import { createPublicClient, http, parseAbi } from 'viem'
import { afterAll, afterEach, beforeAll, expect, expectTypeOf, test } from 'vitest'
import { prixAbi } from '../contracts/generated.js'
import { ChainUnreachableError } from '../errors/client.js'
import { WrongChainError } from '../errors/config.js'
import { FollowerClosedError } from '../errors/follower.js'
import { eventually } from '../internal/testing/eventually.js'
import { holder, other, startChain, transferData } from '../internal/testing/startChain.js'
import { type RpcProxy, startRpcProxy } from '../internal/testing/startRpcProxy.js'
import { memory } from '../store/memory/memory.js'
import type { Store, Transaction } from '../store/store.js'
import { createFollower } from './createFollower.js'
import { cursors } from './cursors.js'
import type { Batch, Follower, FollowerParameters, Head } from './types.js'

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

type Parameters = FollowerParameters<typeof prixAbi>

/** A follower of the token that begins now, and what it has told so far. */
async function follow(overrides: Partial<Parameters> = {}) {
  const seen: Batch<typeof prixAbi>[] = []
  const heads: Head[] = []
  const errors: unknown[] = []
  const follower = createFollower({
    client: createPublicClient({ transport: http(proxy.url, { retryCount: 0 }), cacheTime: 0 }),
    store: memory(),
    name: 'test',
    address: chain.prix,
    abi: prixAbi,
    confirmations: 0,
    fromBlock: (await chain.client.getBlockNumber()) + 1n,
    pollingInterval: 10,
    onBatch: async (_, batch) => void seen.push(batch),
    onRollback: async () => {},
    onHead: (head) => void heads.push(head),
    onError: (error) => void errors.push(error),
    ...overrides,
  })
  followers.push(follower)
  const amounts = () => seen.flatMap(({ events }) => events).map(amountOf)
  return { follower, seen, heads, errors, amounts }
}

function amountOf(event: Batch<typeof prixAbi>['events'][number]): bigint {
  return event.eventName === 'Transfer' ? event.args.amount : -1n
}

test('it hands over what happened before and after its start, decoded and in chain order', async () => {
  const { follower, seen, errors, amounts } = await follow()
  const hashes = [await chain.transfer(1n), await chain.transfer(2n)]
  follower.start()
  await follower.ready
  expect(amounts()).toEqual([1n, 2n])

  const event = seen[0]?.events[0]
  const receipt = await chain.client.getTransactionReceipt({ hash: hashes[0] as `0x${string}` })
  expect(event).toMatchObject({
    eventName: 'Transfer',
    args: { from: holder.address, to: other.address, amount: 1n },
    blockNumber: receipt.blockNumber,
    blockHash: receipt.blockHash,
    transactionHash: hashes[0],
    logIndex: 0,
  })
  if (event?.eventName === 'Transfer') expectTypeOf(event.args.amount).toEqualTypeOf<bigint>()

  await chain.transfer(3n)
  await eventually(amounts).toEqual([1n, 2n, 3n])
  expect(errors).toEqual([])
})

test('several events of one block keep their order', async () => {
  const { follower, seen, amounts } = await follow()
  await chain.client.setAutomine(false)
  for (const amount of [7n, 8n, 9n])
    await chain.client.sendTransaction({ to: chain.prix, data: transferData(amount) })
  await chain.client.mine({ blocks: 1 })
  await chain.client.setAutomine(true)
  follower.start()
  await follower.ready
  expect(amounts()).toEqual([7n, 8n, 9n])
  expect(seen[0]?.events.map(({ logIndex }) => logIndex)).toEqual([0, 1, 2])
  expect(new Set(seen[0]?.events.map(({ blockNumber }) => blockNumber)).size).toBe(1)
})

test('an event counts only with enough blocks on top of it', async () => {
  const { follower, amounts, heads } = await follow({ confirmations: 2 })
  await chain.transfer(1n)
  await chain.client.mine({ blocks: 1 })
  follower.start()
  await follower.ready
  expect(amounts()).toEqual([])
  const latest = await chain.client.getBlockNumber()
  expect(heads.at(-1)?.number).toBe(latest - 2n)

  await chain.client.mine({ blocks: 1 })
  await eventually(amounts).toEqual([1n])
})

test('a chain shorter than the confirmations is no error', async () => {
  const { follower, heads, errors } = await follow({ confirmations: 1_000_000 })
  follower.start()
  await follower.ready
  expect([heads, errors]).toEqual([[], []])
})

test('chain time is told once per head, after the events up to it', async () => {
  const order: string[] = []
  const { follower, heads } = await follow({
    onBatch: async (_, { events }) => void order.push(`event ${events[0]?.blockNumber}`),
    onHead: ({ number }) => void order.push(`head ${number}`),
  })
  follower.start()
  await follower.ready
  order.length = 0
  await chain.client.increaseTime({ seconds: 1_000 })
  const hash = await chain.transfer(1n)
  const { blockNumber } = await chain.client.waitForTransactionReceipt({ hash })
  await eventually(() => order).toEqual([`event ${blockNumber}`, `head ${blockNumber}`])
  expect(heads).toEqual([])

  const second = await follow()
  second.follower.start()
  await second.follower.ready
  const block = await chain.client.getBlock({ blockNumber })
  expect(second.heads).toEqual([
    { number: blockNumber, timestamp: Number(block.timestamp), hash: block.hash },
  ])
})

test('what the callback wrote and the cursor stand or fall together', async () => {
  const store = memory()
  let failures = 2
  const onBatch = async (tx: Transaction, { events }: Batch<typeof prixAbi>) => {
    for (const event of events) {
      const key = `${event.blockHash}/${event.logIndex}`
      expect(await tx.get('seen', key)).toBeUndefined()
      await tx.set('seen', key, 'x')
    }
    if (failures-- > 0) throw new Error('meant by the test')
  }
  const { follower, errors } = await follow({ store, onBatch })
  await chain.transfer(1n)
  await chain.transfer(2n)
  follower.start()
  await follower.ready
  expect(await store.transaction((tx) => tx.list('seen'))).toHaveLength(2)
  expect(errors.map(String)).toEqual(['Error: meant by the test'])
})

test('a new follower goes on where the last one stopped', async () => {
  const store = memory()
  const first = await follow({ store })
  await chain.transfer(1n)
  first.follower.start()
  await first.follower.ready
  await first.follower.close()
  await chain.transfer(2n)

  const second = await follow({ store, fromBlock: 0n })
  second.follower.start()
  await second.follower.ready
  expect(first.amounts()).toEqual([1n])
  expect(second.amounts()).toEqual([2n])
})

test('followers of one store do not disturb each other', async () => {
  const store = memory()
  const a = await follow({ store, name: 'a' })
  const b = await follow({ store, name: 'b' })
  const twin = await follow({ store, name: 'a' })
  await chain.transfer(1n)
  for (const { follower } of [a, b, twin]) follower.start()
  await Promise.all([a, b, twin].map(({ follower }) => follower.ready))
  expect(b.amounts()).toEqual([1n])
  expect([...a.amounts(), ...twin.amounts()]).toEqual([1n])
})

test('events that the ABI does not have, or has otherwise, are left out', async () => {
  const fromBlock = await chain.client.getBlockNumber()
  const events: string[] = []
  const abi = parseAbi([
    'event Approval(address indexed owner, address indexed spender, uint256 amount)',
    'event Transfer(address indexed from, address to, uint256 amount)',
    'function transfer(address to, uint256 amount)',
  ])
  const follower = createFollower({
    client: chain.client,
    store: memory(),
    name: 'test',
    address: [chain.prix],
    abi,
    confirmations: 0,
    fromBlock,
    onBatch: async (_, batch) => {
      events.push(...batch.events.map((event) => event.eventName))
    },
    onRollback: async () => {},
    onError: () => {},
  })
  followers.push(follower)
  await chain.transfer(1n)
  const hash = await chain.client.writeContract({
    address: chain.prix,
    abi: prixAbi,
    functionName: 'approve',
    args: [other.address, 5n],
  })
  await chain.client.waitForTransactionReceipt({ hash })
  follower.start()
  await follower.ready
  expect(events).toEqual(['Approval'])
})

test('a server that gives few blocks at a time is read in small steps', async () => {
  const { follower, errors, amounts } = await follow({ window: 10 })
  await chain.transfer(1n)
  await chain.client.mine({ blocks: 398 })
  await chain.transfer(2n)
  const spans: number[] = []
  let refusals = 0
  proxy.intercept = ({ method, params }) => {
    if (method !== 'eth_getLogs') return undefined
    const { fromBlock, toBlock } = params[0] as { fromBlock?: string; toBlock?: string }
    if (!fromBlock) return undefined
    const span = Number(toBlock) - Number(fromBlock) + 1
    if (span > 30) {
      refusals++
      return { code: -32_602, message: 'query returned more than 10000 results' }
    }
    spans.push(span)
    return undefined
  }
  follower.start()
  await follower.ready
  expect(amounts()).toEqual([1n, 2n])
  expect(errors).toEqual([])
  expect(spans.reduce((sum, span) => sum + span)).toBe(390)
  expect(Math.max(...spans)).toBe(24)
  expect(refusals).toBeLessThan(8)
})

test('a server that is gone is told once, and reading goes on when it is back', async () => {
  const { follower, errors, amounts } = await follow()
  let refused = 0
  proxy.intercept = () => {
    refused++
    return 'refuse'
  }
  await chain.transfer(1n)
  follower.start()
  await eventually(() => refused).toBeGreaterThan(3)
  proxy.intercept = () => undefined
  await follower.ready
  expect(amounts()).toEqual([1n])
  expect(errors).toHaveLength(1)
  expect(errors[0]).toBeInstanceOf(ChainUnreachableError)
})

test('a cursor of another chain is an error, and nothing is read', async () => {
  const store = memory()
  await store.transaction((tx) => cursors.put(tx, 'test', { chainId: 1, next: 0n }))
  const { follower, errors, seen } = await follow({ store })
  follower.start()
  await eventually(() => errors).toHaveLength(1)
  expect(errors[0]).toBeInstanceOf(WrongChainError)
  expect(seen).toEqual([])
})

test('polls never overlap, and close waits for the batch that is being applied', async () => {
  let running = 0
  let most = 0
  let entered = () => {}
  const inside = new Promise<void>((resolve) => {
    entered = resolve
  })
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const store: Store = memory()
  const { follower } = await follow({
    store,
    pollingInterval: 1,
    onBatch: async (tx) => {
      most = Math.max(most, ++running)
      entered()
      await finished
      await tx.set('done', 'a', 'x')
      running--
    },
  })
  await chain.transfer(1n)
  follower.start()
  follower.start()
  await inside
  for (let n = 0; n < 5; n++) follower.poll()
  let isClosed = false
  const closing = follower.close().then(() => {
    isClosed = true
  })
  await chain.transfer(2n)
  expect([most, isClosed]).toEqual([1, false])
  finish()
  await closing
  await follower.close()
  expect(await store.transaction((tx) => tx.list('done'))).toHaveLength(1)
  expect(() => follower.start()).toThrow(FollowerClosedError)
})

test('closing before the first catch-up rejects ready, and an abort closes', async () => {
  const controller = new AbortController()
  const { follower, errors } = await follow({ signal: controller.signal })
  proxy.intercept = () => 'refuse'
  follower.start()
  controller.abort()
  await expect(follower.ready).rejects.toThrow(FollowerClosedError)
  await follower.close()
  expect(() => follower.start()).toThrow(FollowerClosedError)
  expect(errors).toEqual([])
})

test('what a batch is to say is said once, after it is committed', async () => {
  const store = memory()
  let failures = 1
  const failing: Store = {
    ...store,
    transaction: (work) =>
      store.transaction(async (tx) => {
        const result = await work(tx)
        // As a database does that cannot write any more: after everything was done, undo it.
        if (tried.length > 0 && failures-- > 0) throw new Error('The disk is full.')
        return result
      }),
  }
  const tried: bigint[] = []
  const said: { amounts: bigint[]; cursor: bigint | undefined }[] = []
  const errors: unknown[] = []
  const follower = createFollower({
    client: createPublicClient({ transport: http(proxy.url, { retryCount: 0 }), cacheTime: 0 }),
    store: failing,
    name: 'test',
    address: chain.prix,
    abi: prixAbi,
    confirmations: 0,
    fromBlock: (await chain.client.getBlockNumber()) + 1n,
    pollingInterval: 10,
    onBatch: async (_, { events }) => {
      const amounts = events.map(amountOf)
      tried.push(...amounts)
      return amounts
    },
    onRollback: async () => [],
    afterBatch: async (amounts) => {
      const cursor = await store.transaction((tx) => cursors.get(tx, 'test'))
      said.push({ amounts, cursor: cursor?.next })
    },
    onError: (error) => void errors.push(error),
  })
  followers.push(follower)
  await chain.transfer(5n)
  const next = (await chain.client.getBlockNumber()) + 1n
  follower.start()
  await follower.ready
  expect(errors).toMatchObject([{ message: 'The disk is full.' }])
  expect(tried).toEqual([5n, 5n])
  expect(said).toEqual([{ amounts: [5n], cursor: next }])
})
