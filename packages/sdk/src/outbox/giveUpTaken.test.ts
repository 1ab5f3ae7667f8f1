import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from '../internal/testing/eventually.js'
import { transferData } from '../internal/testing/startChain.js'
import { memory } from '../store/memory/memory.js'
import { startOutboxTest } from './testing/startOutboxTest.js'
import type { OutboxStep } from './types.js'

let setting: Awaited<ReturnType<typeof startOutboxTest>>
beforeEach(async () => {
  setting = await startOutboxTest()
})
afterEach(() => setting.close())

test('a server that hides receipts does not make anything happen twice', async () => {
  const { chain, countMined, open, proxy } = setting
  const before = await countMined()
  proxy.intercept = ({ method }) =>
    method === 'eth_getTransactionReceipt' ? () => null : undefined
  const { outbox, state, submit, codes } = open({ reorgDepth: 2 })
  await submit('a', 5n)
  await eventually(chain.balanceOfOther).toBe(5n)
  await chain.client.mine({ blocks: 10 })
  const asked = () =>
    proxy.requests.filter(({ method }) => method === 'eth_getBlockByNumber').length
  const sofar = asked()
  await eventually(asked).toBeGreaterThan(sofar + 10)
  expect(await state('a')).toEqual({ state: 'open' })
  proxy.intercept = () => undefined
  await outbox.wait('a')
  expect(await countMined()).toBe(before + 1)
  expect(codes()).toEqual([])
})

test('two outboxes over different stores notice each other, and lose and double nothing', async () => {
  const { chain, countMined, open } = setting
  await chain.client.setAutomine(false)
  const before = await countMined()
  const mine = { reorgDepth: 3, stuckAfter: { blocks: 3, seconds: 0 } }
  const stores = [memory(), memory()]
  // Both have signed for the same nonces before either has sent.
  const signed = new Set<object>()
  let go = () => {}
  const together = new Promise<void>((resolve) => {
    go = resolve
  })
  const rivals = stores.map((store) => {
    const reached = async (step: OutboxStep) => {
      if (step !== 'stored') return
      if (signed.add(store).size === stores.length) go()
      await together
    }
    return { store, ...open({ ...mine, store, reached }) }
  })
  const keys = ['a', 'b', 'c', 'd']
  for (const [index, { outbox, store }] of rivals.entries())
    for (const [place, key] of keys.entries()) {
      const data = transferData(10n ** BigInt(place) * (index === 0 ? 1n : 2n))
      await store.transaction((tx) => outbox.submit(tx, { key, to: chain.prix, data }))
    }
  let isDone = false
  const all = Promise.all(rivals.flatMap(({ outbox }) => keys.map((key) => outbox.wait(key))))
  void all.finally(() => {
    isDone = true
  })
  await eventually(async () => {
    await chain.client.mine({ blocks: 1 })
    return isDone
  }).toBe(true)
  await all
  expect(await chain.balanceOfOther()).toBe(3_333n)
  expect(await countMined()).toBe(before + 8)
  expect(rivals.flatMap(({ codes }) => codes())).toContain('NONCE_TAKEN')
})
