import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from '../internal/testing/eventually.js'
import { intents, nonces } from './tables.js'
import { startOutboxTest } from './testing/startOutboxTest.js'

let setting: Awaited<ReturnType<typeof startOutboxTest>>
beforeEach(async () => {
  setting = await startOutboxTest()
})
afterEach(() => setting.close())

const reorg = (depth: number) =>
  setting.chain.client.request({ method: 'anvil_reorg' as never, params: [depth, []] as never })

test('what was done and is lost in a reorganization is sent again and happens once', async () => {
  const { chain, open } = setting
  const { outbox, submit, state, errors } = open()
  await chain.client.mine({ blocks: 3 })
  await submit('a', 5n)
  const first = await outbox.wait('a')
  await submit('b', 7n)
  await outbox.wait('b')
  expect(await chain.balanceOfOther()).toBe(12n)
  await chain.client.setAutomine(false)
  await reorg(3)
  expect(await chain.balanceOfOther()).toBe(0n)
  await eventually(() => state('a')).toEqual({ state: 'open' })
  await eventually(() => state('b')).toEqual({ state: 'open' })
  await eventually(async () => (await setting.pooled()).length).toBe(2)
  await chain.client.mine({ blocks: 1 })
  const second = await outbox.wait('a')
  await outbox.wait('b')
  expect(second.transactionHash).toBe(first.transactionHash)
  expect(second.blockHash).not.toBe(first.blockHash)
  expect(await chain.balanceOfOther()).toBe(12n)
  expect(errors).toEqual([])
})

test('what is final is only a mark, which still has its receipt and keeps its key', async () => {
  const { chain, open, store } = setting
  const first = open({ reorgDepth: 4 })
  await first.submit('a', 5n)
  const receipt = await first.outbox.wait('a')
  const read = () => store.transaction((tx) => intents.get(tx, 'test/a'))
  expect(await read()).toMatchObject({ state: 'done' })
  await chain.client.mine({ blocks: 4 })
  await eventually(read).toEqual({
    state: 'pruned',
    key: 'a',
    isReverted: false,
    hash: receipt.transactionHash,
    blockNumber: receipt.blockNumber,
  })
  expect(await store.transaction((tx) => nonces.list(tx))).toEqual([])
  await first.outbox.close()

  const { outbox, state, submit } = open()
  expect(await submit('a', 6n)).toBe(false)
  expect(await state('a')).toEqual({ state: 'done', blockNumber: receipt.blockNumber })
  expect(await outbox.wait('a')).toEqual(receipt)
  expect(await chain.balanceOfOther()).toBe(5n)
})

test('a stranger’s transaction that was counted on and is lost leaves no gap', async () => {
  const { chain, countMined, open, pooled } = setting
  const before = open()
  await chain.client.mine({ blocks: 3 })
  await before.submit('a', 5n)
  await before.outbox.wait('a')
  // A look at the chain from before the stranger's transaction would not count on it.
  await before.outbox.close()
  await chain.transfer(100n)
  const { outbox, submit, codes } = open()
  await submit('b', 7n)
  await outbox.wait('b')
  await eventually(codes).toEqual(['NONCE_TAKEN'])
  const after = await countMined()
  await chain.client.setAutomine(false)
  await reorg(2)
  expect(await countMined()).toBe(after - 2)
  await chain.client.mine({ blocks: 1 })
  expect(await pooled()).toEqual([])
  await eventually(async () => {
    await chain.client.mine({ blocks: 1 })
    return chain.balanceOfOther()
  }).toBe(12n)
  expect(await countMined()).toBe(after)
  await outbox.wait('b')
})
