import { expect, test } from 'vitest'
import { StoreInputError } from '../../errors/store.js'
import type { Store, Transaction } from '../store.js'

/** The part of the compliance suite about which texts a store keeps and which it refuses. */
export function testTexts(openNew: () => Promise<Store>) {
  test.each([
    ['empty', ''],
    ['with quotes, line ends and tabs', '\'"`\\\n\r\t;--'],
    ['in many scripts', 'Ωжש漢字🏳️‍🌈é'],
    ['of two million characters', 'ß€'.repeat(1_000_000)],
  ])('a value %s comes back as it was', async (_, value) => {
    const store = await openNew()
    await store.transaction((tx) => tx.set('t', 'a', value))
    expect((await store.transaction((tx) => tx.get('t', 'a'))) === value).toBe(true)
  })

  test('a key of 1,024 bytes is fine', async () => {
    const store = await openNew()
    const key = `${'€'.repeat(341)}e`
    await store.transaction((tx) => tx.set('t', key, 'x'))
    expect(await store.transaction((tx) => tx.get('t', key))).toBe('x')
  })

  test.each<[string, (tx: Transaction) => Promise<unknown>]>([
    ['an empty table name', (tx) => tx.get('', 'a')],
    ['an empty key', (tx) => tx.set('t', '', 'x')],
    ['a key of 1,025 bytes', (tx) => tx.set('t', `${'é'.repeat(512)}e`, 'x')],
    ['U+0000 in a key', (tx) => tx.set('t', 'a\0b', 'x')],
    ['U+0000 in a value', (tx) => tx.set('t', 'a', 'x\0')],
    ['half a surrogate pair in a key', (tx) => tx.delete('t', 'a\ud83d')],
    ['half a surrogate pair in a value', (tx) => tx.set('t', 'a', '\ude00')],
    ['U+0000 in a prefix', (tx) => tx.list('t', { prefix: '\0' })],
    ['a negative limit', (tx) => tx.list('t', { limit: -1 })],
    ['half a row as limit', (tx) => tx.list('t', { limit: 0.5 })],
  ])('%s is refused', async (_, work) => {
    const store = await openNew()
    await expect(store.transaction(work)).rejects.toThrow(StoreInputError)
    expect(await store.transaction((tx) => tx.list('t'))).toEqual([])
  })
}
