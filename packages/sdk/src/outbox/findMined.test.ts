import { zeroHash } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from '../internal/testing/eventually.js'
import { startRpcProxy } from '../internal/testing/startRpcProxy.js'
import { startOutboxTest } from './testing/startOutboxTest.js'

let setting: Awaited<ReturnType<typeof startOutboxTest>>
let second: typeof setting.proxy
let third: typeof setting.proxy
beforeEach(async () => {
  setting = await startOutboxTest()
  second = await startRpcProxy(setting.chain.url)
  third = await startRpcProxy(setting.chain.url)
})
afterEach(async () => {
  await second.close()
  await third.close()
  await setting.close()
})

const isAsked = ({ requests }: typeof second, method: string) =>
  requests.filter((request) => request.method === method).length

test('one of three servers may be gone, or know nothing of what is mined', async () => {
  const { chain, open, proxy } = setting
  proxy.intercept = () => 'refuse'
  second.intercept = () => undefined
  const { outbox, submit, codes } = open({ urls: [second.url, third.url] })
  await submit('a', 5n)
  await outbox.wait('a')
  expect(codes()).toContain('CHAIN_UNREACHABLE')
  proxy.intercept = ({ method }) =>
    method === 'eth_getTransactionReceipt' ? () => null : undefined
  await submit('b', 5n)
  await outbox.wait('b')
  expect(await chain.balanceOfOther()).toBe(10n)
})

test('a transaction goes through every server, since one may swallow it', async () => {
  const { chain, open, proxy } = setting
  proxy.intercept = ({ method }) =>
    method === 'eth_sendRawTransaction' ? { code: -32_000, message: 'no' } : undefined
  const { outbox, submit } = open({ urls: [second.url, third.url] })
  await submit('a', 5n)
  await outbox.wait('a')
  expect(await chain.balanceOfOther()).toBe(5n)
})

test('a refusal that one of three servers made up ends nothing, and one that all agree on does', async () => {
  const { chain, open, proxy } = setting
  proxy.intercept = ({ method }) =>
    method === 'eth_estimateGas' ? { code: 3, message: 'execution reverted' } : undefined
  const { outbox, state, submit } = open({ urls: [second.url, third.url] })
  await submit('a', 5n)
  await submit('too much', 1_000_001n)
  await expect(outbox.wait('too much')).rejects.toMatchObject({ paymentState: 'unpaid' })
  expect(await state('a')).toEqual({ state: 'open' })
  proxy.intercept = () => undefined
  await outbox.wait('a')
  expect(await chain.balanceOfOther()).toBe(5n)
})

test('a receipt that one of three servers made up is not believed', async () => {
  const { chain, open, pooled } = setting
  await chain.client.setAutomine(false)
  const block = await chain.client.getBlock()
  const blockNumber = `0x${block.number.toString(16)}`
  second.intercept = ({ method, params }) => {
    if (method === 'eth_getTransactionCount') return () => '0x7f'
    if (method !== 'eth_getTransactionReceipt') return undefined
    const transactionHash = params[0]
    return () => ({ ...receiptOf(block.hash, blockNumber), transactionHash })
  }
  const { outbox, state, submit } = open({ urls: [second.url, third.url] })
  await submit('a', 5n)
  await eventually(async () => (await pooled()).length).toBe(1)
  await eventually(() => isAsked(second, 'eth_getTransactionReceipt')).toBeGreaterThan(3)
  expect(await state('a')).toEqual({ state: 'open' })
  await chain.client.mine({ blocks: 1 })
  await outbox.wait('a')
  expect(await chain.balanceOfOther()).toBe(5n)
})

function receiptOf(blockHash: string, blockNumber: string) {
  return {
    ...{ blockHash, blockNumber, status: '0x1', type: '0x2', logs: [], logsBloom: zeroHash },
    ...{ cumulativeGasUsed: '0x1', gasUsed: '0x1', effectiveGasPrice: '0x1', to: null, from: null },
    ...{ transactionIndex: '0x0', contractAddress: null },
  }
}

test('a server that lags behind, or whose blocks are others, does not undo what is done', async () => {
  const { open, store } = setting
  const { outbox, state, submit } = open({ urls: [second.url, third.url] })
  await submit('a', 5n)
  await outbox.wait('a')
  third.intercept = ({ method, params }) => {
    if (method !== 'eth_getBlockByNumber' || params[0] === 'latest') return undefined
    return (block: object | null) => block && { ...block, hash: zeroHash }
  }
  const before = isAsked(third, 'eth_getBlockByNumber')
  await setting.chain.client.mine({ blocks: 2 })
  await eventually(() => isAsked(third, 'eth_getBlockByNumber')).toBeGreaterThan(before + 4)
  expect(await state('a')).toMatchObject({ state: 'done' })
  expect(await store.transaction((tx) => tx.list('outbox.nonces'))).toHaveLength(1)
})
