import { afterEach, beforeEach, expect, test } from 'vitest'
import { StoreError } from '../errors/store.js'
import { eventually } from '../internal/testing/eventually.js'
import { transferData } from '../internal/testing/startChain.js'
import type { Store } from '../store/store.js'
import { leases } from './tables.js'
import { startOutboxTest } from './testing/startOutboxTest.js'

let setting: Awaited<ReturnType<typeof startOutboxTest>>
beforeEach(async () => {
  setting = await startOutboxTest()
})
afterEach(() => setting.close())

test('a call that the server cannot estimate lets others pass, is told, and goes when it can', async () => {
  const { chain, open, proxy } = setting
  let isOdd = true
  let asked = 0
  proxy.intercept = ({ method, params }) => {
    if (method === 'eth_simulateV1') return { code: -32_601, message: 'the method does not exist' }
    if (method !== 'eth_estimateGas' || !isOdd) return undefined
    if ((params[0] as { data: string }).data !== transferData(7n)) return undefined
    asked++
    return { code: -32_000, message: 'header not found' }
  }
  const { outbox, submit, codes } = open()
  await submit('odd', 7n)
  await submit('b', 5n)
  await submit('c', 6n)
  await outbox.wait('b')
  await outbox.wait('c')
  expect(await chain.balanceOfOther()).toBe(11n)
  await eventually(() => asked).toBeGreaterThan(2)
  expect(codes()).toEqual(['CHAIN_REFUSED'])
  isOdd = false
  await outbox.wait('odd')
  expect(await chain.balanceOfOther()).toBe(18n)
})

test('a call that fails without a reason is refused, whatever the server calls that', async () => {
  const { chain, countMined, open, proxy, store } = setting
  const invalid = '0x00000000000000000000000000000000000000fe'
  await chain.client.setCode({ address: invalid, bytecode: '0xfe' })
  proxy.intercept = ({ method, params }) => {
    const isIt = method === 'eth_estimateGas' && (params[0] as { to: string }).to === invalid
    return isIt ? { code: -32_000, message: 'a text that nobody knows' } : undefined
  }
  const before = await countMined()
  const { outbox } = open()
  await store.transaction((tx) => outbox.submit(tx, { key: 'a', to: invalid, data: '0x' }))
  await expect(outbox.wait('a')).rejects.toMatchObject({ code: 'CONTRACT_REVERTED' })
  expect(await countMined()).toBe(before)
})

test('calls that exclude each other are not sent together', async () => {
  const { countMined, open } = setting
  const before = await countMined()
  const { outbox, submit } = open()
  await Promise.all([submit('most', 600_000n), submit('more', 500_000n), submit('few', 10n)])
  await outbox.wait('most')
  await outbox.wait('few')
  await expect(outbox.wait('more')).rejects.toMatchObject({ code: 'INSUFFICIENT_PRIX' })
  expect(await countMined()).toBe(before + 2)
})

test('a disk that is full at any moment delays what is sent, and nothing else', async () => {
  const { chain, countMined, open, store } = setting
  const before = await countMined()
  let left = Number.POSITIVE_INFINITY
  let failed = 0
  const failing: Store = {
    ...store,
    transaction: (work) =>
      store.transaction(async (tx) => {
        let wrote = false
        const value = await work({
          ...tx,
          set(table, key, text) {
            // A sign of life comes at any time, and may be missed once without a word.
            wrote ||= table !== leases.name
            return tx.set(table, key, text)
          },
        })
        // As a database says it: when everything is done, and then nothing is.
        if (!wrote || left-- !== 0) return value
        failed++
        throw new StoreError({ cause: { code: 'SQLITE_FULL' } })
      }),
  }
  const { outbox, submit, codes } = open({ store: failing })
  await outbox.ready
  let rounds = 0
  for (; rounds < 20; rounds++) {
    left = rounds
    const sofar = failed
    await submit(`key ${rounds}`, 1n)
    await outbox.wait(`key ${rounds}`)
    if (failed === sofar) break
  }
  expect(rounds).toBeGreaterThanOrEqual(2)
  expect(await chain.balanceOfOther()).toBe(BigInt(rounds + 1))
  expect(await countMined()).toBe(before + rounds + 1)
  expect(codes()).toContain('STORE_FAILED')
})

test('a second outbox over the same store is refused, says so, and sends nothing until the first ends', async () => {
  const { chain, open } = setting
  const first = open()
  await first.outbox.ready
  const second = open({ name: 'another' })
  await expect(second.outbox.ready).rejects.toMatchObject({ code: 'OUTBOX_KEY_IN_USE' })
  await second.submit('a', 5n)
  await first.submit('a', 3n)
  await first.outbox.wait('a')
  expect(await chain.balanceOfOther()).toBe(3n)
  expect(second.codes()).toEqual(['OUTBOX_KEY_IN_USE'])
  expect(await second.state('a')).toEqual({ state: 'open' })
  await first.outbox.close()
  await second.outbox.wait('a')
  expect(await chain.balanceOfOther()).toBe(8n)
})
