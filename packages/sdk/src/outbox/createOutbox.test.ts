import { createWalletClient, http, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prixAbi } from '../contracts/generated.js'
import { InsufficientGasError } from '../errors/client.js'
import { WrongChainError } from '../errors/config.js'
import { ContractRevertedError } from '../errors/contract.js'
import {
  IntentUnknownError,
  OutboxClosedError,
  TransactionRevertedError,
} from '../errors/outbox.js'
import { StoreInputError } from '../errors/store.js'
import { eventually } from '../internal/testing/eventually.js'
import { holder, other, transferData } from '../internal/testing/startChain.js'
import { senders } from './tables.js'
import { startOutboxTest } from './testing/startOutboxTest.js'
import type { OutboxStep } from './types.js'

let setting: Awaited<ReturnType<typeof startOutboxTest>>
let chain: typeof setting.chain
let proxy: typeof setting.proxy
let store: typeof setting.store
let open: typeof setting.open
let openDying: typeof setting.openDying
let sentNonces: typeof setting.countMined
beforeEach(async () => {
  setting = await startOutboxTest()
  ;({ chain, proxy, store, open, openDying, countMined: sentNonces } = setting)
})
afterEach(() => setting.close())

test('what was submitted is mined, and whoever waits gets the receipt', async () => {
  const { outbox, mined, submit, errors } = open()
  expect(await submit('a', 5n)).toBe(true)
  const receipt = await outbox.wait('a')
  expect(receipt.status).toBe('success')
  expect(receipt).toEqual(
    await chain.client.getTransactionReceipt({ hash: receipt.transactionHash }),
  )
  expect(await chain.balanceOfOther()).toBe(5n)
  expect(await outbox.wait('a')).toEqual(receipt)
  expect([mined, errors]).toEqual([['a'], []])
})

test('the same key is sent once, also after a restart', async () => {
  const first = open()
  expect(await first.submit('a', 5n)).toBe(true)
  expect(await first.submit('a', 6n)).toBe(false)
  const receipt = await first.outbox.wait('a')
  await first.outbox.close()

  const second = open()
  expect(await second.submit('a', 7n)).toBe(false)
  expect(await second.submit('b', 1n)).toBe(true)
  await second.outbox.wait('b')
  expect(await second.outbox.wait('a')).toEqual(receipt)
  expect(await chain.balanceOfOther()).toBe(6n)
})

test('nothing is sent when the transaction that submitted it is undone', async () => {
  const { outbox, submit } = open()
  const before = await sentNonces()
  const undone = store.transaction(async (tx) => {
    await outbox.submit(tx, { key: 'a', to: chain.prix, data: transferData(5n) })
    throw new Error('meant by the test')
  })
  await expect(undone).rejects.toThrow('meant by the test')
  await expect(outbox.wait('a')).rejects.toThrow(IntentUnknownError)
  await submit('b', 1n)
  await outbox.wait('b')
  expect(await sentNonces()).toBe(before + 1)
})

test('many go out in order, several to a block', async () => {
  await chain.client.setAutomine(false)
  const { outbox, submit } = open()
  const keys = Array.from({ length: 40 }, (_, index) => `key ${index}`)
  for (const key of keys) await submit(key, 1n)
  const pending = () =>
    chain.client.getTransactionCount({ address: holder.address, blockTag: 'pending' })
  const first = await sentNonces()
  await eventually(pending).toBe(first + 32)
  await chain.client.mine({ blocks: 1 })
  await eventually(pending).toBe(first + 40)
  await chain.client.mine({ blocks: 1 })
  const receipts = await Promise.all(keys.map((key) => outbox.wait(key)))
  const blocks = receipts.map(({ blockNumber }) => blockNumber)
  expect([...blocks].sort()).toEqual(blocks)
  expect(new Set(blocks).size).toBe(2)
  expect(await chain.balanceOfOther()).toBe(40n)
})

test('over a server that refuses and loses answers, each is mined exactly once', async () => {
  let count = 0
  proxy.intercept = () => {
    count++
    if (count % 7 === 0) return 'refuse'
    if (count % 5 === 0) return 'lose'
    return undefined
  }
  const { outbox, submit, errors } = open({ pollingInterval: 1 })
  const before = await sentNonces()
  const keys = Array.from({ length: 30 }, (_, index) => `key ${index}`)
  await Promise.all(keys.map((key) => submit(key, 1n)))
  const receipts = await Promise.all(keys.map((key) => outbox.wait(key)))
  expect(new Set(receipts.map(({ transactionHash }) => transactionHash)).size).toBe(30)
  expect(await chain.balanceOfOther()).toBe(30n)
  expect(await sentNonces()).toBe(before + 30)
  expect(errors.length).toBeGreaterThan(0)
})

test('what the contract would refuse fails with its reason, takes no nonce and holds nobody up', async () => {
  const { outbox, submit } = open()
  const before = await sentNonces()
  await submit('too much', 1_000_001n)
  await submit('next', 1n)
  const error = await outbox.wait('too much').catch((error: unknown) => error)
  expect(error).toBeInstanceOf(ContractRevertedError)
  expect(error).toMatchObject({
    code: 'INSUFFICIENT_PRIX',
    paymentState: 'unpaid',
    errorName: 'InsufficientBalance',
  })
  await outbox.wait('next')
  expect(await sentNonces()).toBe(before + 1)
})

test('a call that needs an earlier one is not given up while that one is waiting', async () => {
  await chain.client.setAutomine(false)
  const { outbox, submit } = open()
  await submit('all', 1_000_000n)
  await submit('more', 1n)
  await eventually(async () => (await chain.client.getTxpoolStatus()).pending).toBe(1)
  await chain.client.mine({ blocks: 1 })
  await outbox.wait('all')
  const error = await outbox.wait('more').catch((error: unknown) => error)
  expect(error).toMatchObject({ code: 'INSUFFICIENT_PRIX' })
})

test('a transaction that fails only when it is mined is a typed error with its receipt', async () => {
  const hash = await chain.client.writeContract({
    address: chain.prix,
    abi: prixAbi,
    functionName: 'approve',
    args: [other.address, 1_000_000n],
  })
  await chain.client.waitForTransactionReceipt({ hash })
  await chain.client.setAutomine(false)
  const { outbox, submit, mined } = open()
  await submit('a', 600_000n)
  await eventually(async () => (await chain.client.getTxpoolStatus()).pending).toBe(1)
  const rival = createWalletClient({ account: other, chain: foundry, transport: http(chain.url) })
  const taken = await rival.writeContract({
    address: chain.prix,
    abi: prixAbi,
    functionName: 'transferFrom',
    args: [holder.address, other.address, 600_000n],
    maxPriorityFeePerGas: 50_000_000_000n,
    maxFeePerGas: 100_000_000_000n,
    gas: 200_000n,
  })
  await chain.client.mine({ blocks: 1 })
  expect((await chain.client.getTransactionReceipt({ hash: taken })).status).toBe('success')
  const error = await outbox.wait('a').catch((error: unknown) => error)
  expect(error).toBeInstanceOf(TransactionRevertedError)
  expect((error as TransactionRevertedError).receipt.status).toBe('reverted')
  expect(mined).toEqual([])
})

test('it is done only with enough blocks on top', async () => {
  const { outbox, submit } = open({ confirmations: 2 })
  await submit('a', 5n)
  let isDone = false
  const waiting = outbox.wait('a').then(() => {
    isDone = true
  })
  await eventually(chain.balanceOfOther).toBe(5n)
  await chain.client.mine({ blocks: 1 })
  const polls = () =>
    proxy.requests.filter(({ method }) => method === 'eth_getTransactionReceipt').length
  const before = polls()
  await eventually(polls).toBeGreaterThan(before + 2)
  expect(isDone).toBe(false)
  await chain.client.mine({ blocks: 1 })
  await waiting
})

test('bytes that the servers forgot are sent again', async () => {
  await chain.client.setAutomine(false)
  const { outbox, submit } = open()
  await submit('a', 5n)
  await eventually(async () => (await chain.client.getTxpoolStatus()).pending).toBe(1)
  const [hash] = Object.values((await chain.client.getTxpoolContent()).pending)
    .flatMap((byNonce) => Object.values(byNonce))
    .map((transaction) => transaction.hash)
  await chain.client.dropTransaction({ hash: hash as `0x${string}` })
  await eventually(async () => (await chain.client.getTxpoolStatus()).pending).toBe(1)
  await chain.client.mine({ blocks: 1 })
  expect((await outbox.wait('a')).transactionHash).toBe(hash)
})

const steps: OutboxStep[] = ['estimated', 'signed', 'stored', 'broadcast', 'mined', 'finished']

test.each(steps)('dying after "%s" neither loses nor doubles a transaction', async (deadly) => {
  const before = await sentNonces()
  const first = openDying(deadly)
  await first.submit('a', 5n)
  await first.death

  const { outbox, submit } = open()
  await submit('a', 5n)
  await submit('b', 1n)
  await Promise.all([outbox.wait('a'), outbox.wait('b')])
  expect(await chain.balanceOfOther()).toBe(6n)
  expect(await sentNonces()).toBe(before + 2)
})

test('an account without ether says so, and sends once it has some', async () => {
  const poor = privateKeyToAccount(generatePrivateKey())
  const hash = await chain.client.writeContract({
    address: chain.prix,
    abi: prixAbi,
    functionName: 'transfer',
    args: [poor.address, 10n],
  })
  await chain.client.waitForTransactionReceipt({ hash })
  const { outbox, submit, errors } = open({ account: poor })
  await submit('a', 5n)
  await eventually(() => errors).toHaveLength(1)
  expect(errors[0]).toBeInstanceOf(InsufficientGasError)
  await chain.client.setBalance({ address: poor.address, value: parseEther('1') })
  await outbox.wait('a')
  expect(await chain.balanceOfOther()).toBe(5n)
})

test('nonces that were used elsewhere in the meantime are passed over', async () => {
  const first = open()
  await first.submit('a', 1n)
  await first.outbox.wait('a')
  await first.outbox.close()
  await chain.transfer(1n)
  const second = open()
  await second.submit('b', 1n)
  await second.outbox.wait('b')
  expect(await chain.balanceOfOther()).toBe(3n)
})

test('what lost its nonce to a stranger is told, and sent again once the stranger is final', async () => {
  const first = openDying('stored')
  await first.submit('a', 5n)
  await first.death
  await chain.transfer(1n)

  const { outbox, submit, errors } = open({ reorgDepth: 3 })
  await submit('b', 2n)
  await outbox.wait('b')
  await eventually(() => errors.map((error) => (error as Error).name)).toContain('NonceTakenError')
  expect(await store.transaction((tx) => outbox.state(tx, 'a'))).toEqual({ state: 'open' })
  expect(await chain.balanceOfOther()).toBe(3n)
  await chain.client.mine({ blocks: 3 })
  await outbox.wait('a')
  expect(await chain.balanceOfOther()).toBe(8n)
})

test('a store that belongs to another chain or account is not used', async () => {
  const account = { chainId: 1, address: holder.address, nextNonce: 0 }
  await store.transaction((tx) => senders.put(tx, 'test', { nextSequence: 0, account }))
  const before = await sentNonces()
  const { submit, errors } = open()
  await submit('a', 5n)
  await eventually(() => errors).toHaveLength(1)
  expect(errors[0]).toBeInstanceOf(WrongChainError)
  expect(String(errors[0])).not.toContain(holder.address)
  expect(await sentNonces()).toBe(before)
})

test('closing and aborting end the waiting, not the intent', async () => {
  await chain.client.setAutomine(false)
  const controller = new AbortController()
  const { outbox, submit } = open({ signal: controller.signal })
  await submit('a', 5n)
  const one = new AbortController()
  const aborted = outbox.wait('a', { signal: one.signal })
  const closed = outbox.wait('a')
  one.abort(new Error('no patience'))
  await expect(aborted).rejects.toThrow('no patience')
  controller.abort()
  await expect(closed).rejects.toThrow(OutboxClosedError)
  await outbox.close()
  await expect(submit('b', 1n)).rejects.toThrow(OutboxClosedError)
  await expect(outbox.wait('a')).rejects.toThrow(OutboxClosedError)

  await chain.client.setAutomine(true)
  const next = open()
  await next.outbox.wait('a')
  expect(await chain.balanceOfOther()).toBe(5n)
})

test.each(['', 'a/b', 'x'.repeat(65)])('the name %j is refused', (name) => {
  expect(() => open({ name })).toThrow(StoreInputError)
})
