import { expect, test } from 'vitest'
import { memory } from '../store/memory/memory.js'
import { forgetBlocksUpTo, listBlocks, rememberBlock } from './window.js'

const hashOf = (number: bigint) => `0x${number.toString(16).padStart(64, '0')}` as const

test('old blocks are forgotten, of this follower only, whatever the names are', async () => {
  const store = memory()
  await store.transaction(async (tx) => {
    for (const name of ['a', 'a/0', 'ä'])
      for (let number = 0n; number < 40n; number++)
        await rememberBlock(tx, name, { number, hash: hashOf(number), logs: [] })
  })
  await store.transaction((tx) => forgetBlocksUpTo(tx, 'a', 36n))
  const numbers = (name: string) =>
    store.transaction(async (tx) => (await listBlocks(tx, name)).map(({ number }) => number))
  expect(await numbers('a')).toEqual([37n, 38n, 39n])
  expect(await numbers('a/0')).toHaveLength(40)
  expect(await numbers('ä')).toHaveLength(40)
  const after = await store.transaction((tx) => listBlocks(tx, 'ä', { after: 37n }))
  expect(after).toEqual([
    { number: 38n, hash: hashOf(38n), logs: [] },
    { number: 39n, hash: hashOf(39n), logs: [] },
  ])
})
