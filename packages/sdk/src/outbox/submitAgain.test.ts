import { expect, test } from 'vitest'
import { memory } from '../store/memory/memory.js'
import { readState } from './readState.js'
import { submitAgain } from './submitAgain.js'
import { rowKey, submitIntent } from './submitIntent.js'
import { submitNext } from './submitNext.js'
import { type Intent, intents } from './tables.js'

const call = { key: 'pay', to: '0x00000000000000000000000000000000000000aa', data: '0x' } as const

function open() {
  const store = memory()
  const outbox = {
    state: (tx: never, key: string) => readState(tx, 'test', key),
    submit: (tx: never, intent: typeof call) => submitIntent(tx, 'test', intent),
  } as unknown as Parameters<typeof submitAgain>[0]
  const end = (key: string, change: Partial<Intent>) =>
    store.transaction((tx) =>
      intents.put(tx, rowKey('test', key), { ...call, key, value: 0n, ...change } as Intent),
    )
  const receipt = { blockNumber: 7n, transactionHash: '0x' } as never
  return {
    again: () => store.transaction((tx) => submitAgain(outbox, tx, call)),
    next: () => store.transaction((tx) => submitNext(outbox, tx, call)),
    fail: (key: string) => end(key, { state: 'failed', reason: 'nonceTaken' }),
    finish: (key: string) => end(key, { state: 'done', receipt }),
  }
}

test('what is to be done once is attempted again only after it failed', async () => {
  const { again, fail, finish } = open()
  expect([await again(), await again()]).toEqual(['pay/1', 'pay/1'])
  await fail('pay/1')
  expect([await again(), await again()]).toEqual(['pay/2', 'pay/2'])
  await finish('pay/2')
  expect(await again()).toBe('pay/2')
})

test('what may be done many times is not begun anew while it is under way', async () => {
  const { fail, finish, next } = open()
  expect([await next(), await next()]).toEqual(['pay/1', 'pay/1'])
  await finish('pay/1')
  expect([await next(), await next()]).toEqual(['pay/2', 'pay/2'])
  await fail('pay/2')
  expect(await next()).toBe('pay/3')
})
