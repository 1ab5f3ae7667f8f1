import { type Hex, parseGwei, parseTransaction } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from '../internal/testing/eventually.js'
import { startOutboxTest } from './testing/startOutboxTest.js'

let setting: Awaited<ReturnType<typeof startOutboxTest>>
beforeEach(async () => {
  setting = await startOutboxTest()
  await setting.chain.client.setAutomine(false)
})
afterEach(() => setting.close())

/** Makes the market leave everything behind that waits. */
async function spike(gwei: string) {
  const { client } = setting.chain
  await client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei(gwei) })
  await client.mine({ blocks: 1 })
}

test('what the market left behind is offered more for, under its nonce, and happens once', async () => {
  const { chain, countMined, open, pooled } = setting
  const before = await countMined()
  const { outbox, submit, errors } = open()
  for (const key of ['a', 'b', 'c']) await submit(key, 5n)
  await eventually(async () => (await pooled()).length).toBe(3)
  const first = await pooled()
  await spike('50')
  await eventually(async () => (await pooled()).length).toBe(3)
  const raised = await pooled()
  expect(raised.map(({ nonce }) => nonce)).toEqual(first.map(({ nonce }) => nonce))
  for (const [index, { maxFeePerGas, maxPriorityFeePerGas }] of raised.entries()) {
    expect(maxFeePerGas).toBeGreaterThanOrEqual(parseGwei('100'))
    const last = first[index]?.maxPriorityFeePerGas ?? 0n
    expect(maxPriorityFeePerGas * 8n).toBeGreaterThanOrEqual(last * 9n)
  }
  await chain.client.mine({ blocks: 1 })
  for (const key of ['a', 'b', 'c']) await outbox.wait(key)
  expect(await chain.balanceOfOther()).toBe(15n)
  expect(await countMined()).toBe(before + 3)
  expect(errors).toEqual([])
})

test('no more is offered than allowed; that is told, and it waits until gas is cheaper', async () => {
  const { chain, open, pooled } = setting
  const { outbox, submit, codes } = open({ maxFeePerGas: parseGwei('10') })
  await submit('a', 5n)
  await eventually(async () => (await pooled()).length).toBe(1)
  await spike('20')
  await eventually(codes).toContain('OUTBOX_FEE_CAP_REACHED')
  const { client } = chain
  await eventually(async () => {
    await client.mine({ blocks: 1 })
    return chain.balanceOfOther()
  }).toBe(5n)
  const receipt = await outbox.wait('a')
  const { maxFeePerGas } = await client.getTransaction({ hash: receipt.transactionHash })
  expect(maxFeePerGas).toBe(parseGwei('10'))
})

test('what is next in line and passed over for some blocks is offered more for', async () => {
  const { chain, open, proxy } = setting
  const sent = new Set<unknown>()
  proxy.intercept = ({ method, params }) => {
    if (method !== 'eth_sendRawTransaction') return undefined
    sent.add(params[0])
    return sent.size < 3 ? { code: -32_000, message: 'the pool is full' } : undefined
  }
  const { outbox, submit, codes } = open({ stuckAfter: { blocks: 2, seconds: 0 } })
  await submit('a', 5n)
  await eventually(() => sent.size).toBe(1)
  await chain.client.mine({ blocks: 2 })
  await eventually(() => sent.size).toBe(2)
  await chain.client.mine({ blocks: 2 })
  await eventually(() => sent.size).toBe(3)
  await eventually(async () => (await setting.pooled()).length).toBe(1)
  await chain.client.mine({ blocks: 1 })
  await outbox.wait('a')
  expect(await chain.balanceOfOther()).toBe(5n)
  expect(codes()).toEqual(['CHAIN_REFUSED'])
})

test('it is done whichever version is mined', async () => {
  const { chain, open, pooled, proxy } = setting
  const { outbox, submit } = open({ stuckAfter: { blocks: 0, seconds: 0 } })
  const versions: unknown[] = []
  proxy.intercept = ({ method, params }) => {
    if (method !== 'eth_sendRawTransaction' || params[0] === versions[0]) return undefined
    versions.push(params[0])
    return versions.length === 1 ? undefined : { code: -32_000, message: 'no' }
  }
  await submit('a', 5n)
  await eventually(async () => (await pooled()).length).toBe(1)
  const [first] = await pooled()
  await eventually(() => versions.length).toBeGreaterThan(2)
  await chain.client.mine({ blocks: 1 })
  expect((await outbox.wait('a')).transactionHash).toBe(first?.hash)
  expect(await chain.balanceOfOther()).toBe(5n)
})

test('what every server refuses as too dear is offered for less once gas is cheaper, and holds up nothing', async () => {
  const { chain, countMined, open, proxy } = setting
  const before = await countMined()
  await spike('500')
  const cap = parseGwei('50000000')
  proxy.intercept = ({ method, params }) => {
    if (method !== 'eth_sendRawTransaction') return undefined
    const { gas = 0n, maxFeePerGas = 0n } = parseTransaction(params[0] as Hex)
    // As geth says it, by default above one ether.
    const message = 'tx fee (0.11 ether) exceeds the configured cap (0.05 ether)'
    return gas * maxFeePerGas > cap ? { code: -32_000, message } : undefined
  }
  const { outbox, submit, codes } = open({ stuckAfter: { blocks: 2, seconds: 2 } })
  for (const key of ['a', 'b']) await submit(key, 5n)
  await eventually(codes).toContain('CHAIN_REFUSED')
  await chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') })
  await eventually(async () => {
    await chain.client.mine({ blocks: 1, interval: 1 })
    return chain.balanceOfOther()
  }).toBe(10n)
  for (const key of ['a', 'b']) await outbox.wait(key)
  expect(await countMined()).toBe(before + 2)
  expect(codes()).toEqual(['CHAIN_REFUSED'])
})
