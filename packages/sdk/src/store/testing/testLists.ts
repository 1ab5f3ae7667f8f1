import { expect, test } from 'vitest'
import type { ListOptions, Store, Transaction } from '../store.js'

async function keys(tx: Transaction, options?: ListOptions): Promise<string[]> {
  return (await tx.list('t', options)).map(({ key }) => key)
}

/** The part of the compliance suite about reading in key order. */
export function testLists(openNew: () => Promise<Store>) {
  test('keys come in the order of their UTF-8 bytes', async () => {
    const store = await openNew()
    const sorted = ['A', 'B', 'a', 'a\u0001', 'a!', 'aa', 'é', '\ud7ff', '\ue000', '\uffff', '😀']
    expect([...sorted].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))).toEqual(
      sorted,
    )
    await store.transaction(async (tx) => {
      for (const key of [...sorted].reverse()) await tx.set('t', key, key)
      expect(await keys(tx)).toEqual(sorted)
    })
  })

  test('a prefix, a bound and a limit each cut the list, alone and together', async () => {
    const store = await openNew()
    await store.transaction(async (tx) => {
      for (const key of ['a', 'b', 'b/1', 'b/2', 'b/3', 'b0', 'c']) await tx.set('t', key, '')
      expect(await keys(tx, { prefix: 'b/' })).toEqual(['b/1', 'b/2', 'b/3'])
      expect(await keys(tx, { prefix: 'b' })).toEqual(['b', 'b/1', 'b/2', 'b/3', 'b0'])
      expect(await keys(tx, { prefix: 'x' })).toEqual([])
      expect(await keys(tx, { after: 'b/2' })).toEqual(['b/3', 'b0', 'c'])
      expect(await keys(tx, { after: 'b/25' })).toEqual(['b/3', 'b0', 'c'])
      expect(await keys(tx, { after: 'c' })).toEqual([])
      expect(await keys(tx, { limit: 2 })).toEqual(['a', 'b'])
      expect(await keys(tx, { limit: 0 })).toEqual([])
      expect(await keys(tx, { prefix: 'b/', after: 'b/1', limit: 1 })).toEqual(['b/2'])
      expect(await keys(tx, { prefix: 'b/', after: 'a' })).toEqual(['b/1', 'b/2', 'b/3'])
      expect(await keys(tx, { prefix: 'b/', after: 'b0' })).toEqual([])
      expect(await keys(tx, { prefix: '', after: '' })).toHaveLength(7)
    })
  })

  test('prefixes are compared as text, not as patterns and without case', async () => {
    const store = await openNew()
    await store.transaction(async (tx) => {
      for (const key of ['%', '%a', 'A', 'a', '_', '😀', '😀a', '😁']) await tx.set('t', key, '')
      expect(await keys(tx, { prefix: '%' })).toEqual(['%', '%a'])
      expect(await keys(tx, { prefix: 'a' })).toEqual(['a'])
      expect(await keys(tx, { prefix: '😀' })).toEqual(['😀', '😀a'])
    })
  })

  test('a long list is complete', async () => {
    const store = await openNew()
    const all = Array.from({ length: 1_200 }, (_, index) => String(index).padStart(5, '0'))
    await store.transaction(async (tx) => {
      for (const key of all) await tx.set('t', key, key)
    })
    await store.transaction(async (tx) => {
      expect(await keys(tx)).toEqual(all)
      for (const limit of [99, 100, 101, 200, 1_000]) {
        expect(await keys(tx, { limit })).toEqual(all.slice(0, limit))
      }
    })
  })
}
