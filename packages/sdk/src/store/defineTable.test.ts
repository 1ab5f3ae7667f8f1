import { expect, expectTypeOf, test } from 'vitest'
import * as z from 'zod/mini'
import {
  StoreInputError,
  StoreRowExistsError,
  StoreRowInvalidError,
  StoreRowMissingError,
} from '../errors/store.js'
import { defineTable } from './defineTable.js'
import { memory } from './memory/memory.js'
import type { Transaction } from './store.js'

const passes = defineTable(
  'passes',
  z.object({ price: z.bigint(), secret: z.instanceof(Uint8Array), note: z.optional(z.string()) }),
)
const row = { price: 5n, secret: new Uint8Array([1, 2]) }
const inStore = <value>(work: (tx: Transaction) => Promise<value>) => memory().transaction(work)

test('rows keep their types', async () => {
  await inStore(async (tx) => {
    await passes.put(tx, 'a', row)
    const read = await passes.get(tx, 'a')
    expectTypeOf(read?.price).toEqualTypeOf<bigint | undefined>()
    expectTypeOf(read?.note).toEqualTypeOf<string | undefined>()
    expect(read).toStrictEqual(row)
    expect(await passes.get(tx, 'b')).toBeUndefined()
  })
})

test('codecs work both ways', async () => {
  const seconds = z.codec(z.number(), z.date(), {
    decode: (value) => new Date(value * 1_000),
    encode: (value) => value.getTime() / 1_000,
  })
  const table = defineTable('times', z.object({ at: seconds }))
  await inStore(async (tx) => {
    await table.put(tx, 'a', { at: new Date(5_000) })
    expect(await tx.get('times', 'a')).toBe('{"at":5}')
    expect(await table.get(tx, 'a')).toEqual({ at: new Date(5_000) })
  })
})

test('inserting twice is an error and keeps the first row', async () => {
  await inStore(async (tx) => {
    await passes.insert(tx, 'a', row)
    await expect(passes.insert(tx, 'a', { ...row, price: 6n })).rejects.toThrow(StoreRowExistsError)
    expect(await passes.get(tx, 'a')).toEqual(row)
    await passes.delete(tx, 'a')
    await passes.insert(tx, 'a', { ...row, price: 6n })
    expect((await passes.get(tx, 'a'))?.price).toBe(6n)
  })
})

test('an update gets the row, and fails when there is none', async () => {
  await inStore(async (tx) => {
    await passes.put(tx, 'a', row)
    const raise = (pass: typeof row) => ({ ...pass, price: pass.price + 1n })
    expect((await passes.update(tx, 'a', raise)).price).toBe(6n)
    expect((await passes.get(tx, 'a'))?.price).toBe(6n)
    await expect(passes.update(tx, 'b', raise)).rejects.toThrow(StoreRowMissingError)
  })
})

test('rows are listed in key order', async () => {
  await inStore(async (tx) => {
    for (const key of ['b', 'a', 'c']) await passes.put(tx, key, row)
    expect(await passes.list(tx, { after: 'a' })).toEqual([
      { key: 'b', value: row },
      { key: 'c', value: row },
    ])
  })
})

test('a row that does not fit is refused before it is written', async () => {
  await inStore(async (tx) => {
    const wrong = { ...row, price: 5 } as unknown as typeof row
    await expect(passes.insert(tx, 'a', wrong)).rejects.toThrow(StoreInputError)
    await passes.put(tx, 'b', row)
    await expect(passes.update(tx, 'b', () => wrong)).rejects.toThrow(StoreInputError)
    expect(await tx.list('passes')).toHaveLength(1)
  })
})

test.each(['{', '{"price":5}', 'null'])('the damaged row %s names its table', async (text) => {
  await inStore(async (tx) => {
    await tx.set('passes', 'a', text)
    const error = await passes.get(tx, 'a').catch((error: unknown) => error)
    expect(error).toBeInstanceOf(StoreRowInvalidError)
    expect((error as StoreRowInvalidError).table).toBe('passes')
    await expect(passes.list(tx)).rejects.toThrow(StoreRowInvalidError)
  })
})
