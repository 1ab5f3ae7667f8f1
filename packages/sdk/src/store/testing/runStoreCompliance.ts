import { afterEach, describe, expect, test } from 'vitest'
import {
  StoreClosedError,
  StoreNestedTransactionError,
  StoreTransactionEndedError,
} from '../../errors/store.js'
import type { Store } from '../store.js'
import { testLists } from './testLists.js'
import { testTexts } from './testTexts.js'

export type StoreComplianceParameters = {
  /** What the adapter is called in the names of the tests. */
  name: string
  /** Opens a store. The same `place` means the same data; the suite makes up a new one per test. */
  open: (place: string) => Store | Promise<Store>
  /** Whether data outlives `close()`. */
  durable: boolean
  /** Whether the platform can tell that a transaction is asked for inside another. @default true */
  detectsNesting?: boolean | undefined
}

/**
 * What every store must do, as tests for Vitest. Call it in a test file of the adapter.
 *
 * @example
 * ```ts
 * import { runStoreCompliance } from '@passband/sdk/testing'
 *
 * runStoreCompliance({ name: 'memory', open: () => memory(), durable: false })
 * ```
 */
export function runStoreCompliance({
  name,
  open,
  durable,
  detectsNesting = true,
}: StoreComplianceParameters) {
  const opened: Store[] = []
  let places = 0

  async function openAt(place: string): Promise<Store> {
    const store = await open(place)
    opened.push(store)
    return store
  }
  const openNew = () => openAt(`place${++places}`)

  const set = (store: Store, key: string, value: string) =>
    store.transaction((tx) => tx.set('t', key, value))
  const get = (store: Store, key: string) => store.transaction((tx) => tx.get('t', key))
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close()
  })

  describe(`store ${name}`, () => {
    test('what was set is read back, overwritten and deleted', async () => {
      const store = await openNew()
      await set(store, 'a', '1')
      expect(await get(store, 'a')).toBe('1')
      await set(store, 'a', '2')
      expect(await get(store, 'a')).toBe('2')
      await store.transaction(async (tx) => {
        await tx.delete('t', 'a')
        await tx.delete('t', 'never there')
        await tx.delete('no such table', 'a')
      })
      expect(await get(store, 'a')).toBeUndefined()
      expect(await store.transaction((tx) => tx.list('t'))).toEqual([])
    })

    test('tables do not see each other', async () => {
      const store = await openNew()
      await store.transaction(async (tx) => {
        await tx.set('t', 'a', 'in t')
        await tx.set('u', 'a', 'in u')
        await tx.delete('u', 'a')
      })
      expect(await get(store, 'a')).toBe('in t')
      expect(await store.transaction((tx) => tx.list('u'))).toEqual([])
    })

    test('a transaction returns what its work returns and sees its own writes', async () => {
      const store = await openNew()
      const seen = await store.transaction(async (tx) => {
        await tx.set('t', 'a', '1')
        await tx.set('t', 'b', '2')
        await tx.delete('t', 'a')
        return tx.list('t')
      })
      expect(seen).toEqual([{ key: 'b', value: '2' }])
    })

    test('a throw undoes everything and is passed on as it is', async () => {
      const store = await openNew()
      await set(store, 'kept', 'before')
      await set(store, 'deleted', 'before')
      const mistake = new TypeError('meant by the test')
      const result = store.transaction(async (tx) => {
        await tx.set('t', 'kept', 'after')
        await tx.set('t', 'kept', 'after that')
        await tx.delete('t', 'deleted')
        await tx.set('t', 'deleted', 'again')
        await tx.set('t', 'new', 'x')
        await tx.set('new table', 'a', 'x')
        throw mistake
      })
      await expect(result).rejects.toBe(mistake)
      await store.transaction(async (tx) => {
        expect(await tx.list('t')).toEqual([
          { key: 'deleted', value: 'before' },
          { key: 'kept', value: 'before' },
        ])
        expect(await tx.list('new table')).toEqual([])
      })
    })

    test('concurrent transactions do not lose updates or see half of each other', async () => {
      const store = await openNew()
      const steps = Array.from({ length: 50 }, (_, index) =>
        store.transaction(async (tx) => {
          const a = Number((await tx.get('t', 'a')) ?? 0)
          const b = Number((await tx.get('t', 'b')) ?? 0)
          expect(a).toBe(b)
          await tx.set('t', 'a', String(a + 1))
          // Gives the others the chance to run here, which they must not.
          await new Promise((resolve) => setImmediate(resolve))
          if (index % 10 === 3) throw new Error('meant by the test')
          await tx.set('t', 'b', String(b + 1))
        }),
      )
      const results = await Promise.allSettled(steps)
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(45)
      expect(await get(store, 'a')).toBe('45')
    })

    testLists(openNew)
    testTexts(openNew)

    if (detectsNesting) {
      test('a transaction inside a transaction is refused instead of waiting for ever', async () => {
        const store = await openNew()
        const nested = store.transaction(async () => get(store, 'a'))
        await expect(nested).rejects.toThrow(StoreNestedTransactionError)
        const closing = store.transaction(async () => store.close())
        await expect(closing).rejects.toThrow(StoreNestedTransactionError)
        await set(store, 'a', 'still works')
        expect(await get(store, 'a')).toBe('still works')
      })

      test('also with a transaction of another store in between', async () => {
        const [outer, inner] = [await openNew(), await openNew()]
        const nested = outer.transaction(() => inner.transaction(async () => get(outer, 'a')))
        await expect(nested).rejects.toThrow(StoreNestedTransactionError)
      })

      test('what was begun in a transaction and outlives it may begin others', async () => {
        const [store, other] = [await openNew(), await openNew()]
        let later: Promise<unknown> = Promise.resolve()
        let end = () => {}
        const ended = new Promise<void>((resolve) => {
          end = resolve
        })
        await store.transaction(async (tx) => {
          await tx.set('t', 'a', 'x')
          later = ended.then(() => other.transaction(() => get(store, 'a')))
        })
        end()
        expect(await later).toBe('x')
      })
    }

    test('transactions of two stores may be nested', async () => {
      const [outer, inner] = [await openNew(), await openNew()]
      await outer.transaction(() => set(inner, 'a', 'x'))
      expect(await get(inner, 'a')).toBe('x')
    })

    test('a transaction that was kept after its end is refused', async () => {
      const store = await openNew()
      const kept = await store.transaction(async (tx) => tx)
      await expect(kept.set('t', 'a', 'x')).rejects.toThrow(StoreTransactionEndedError)
      expect(await get(store, 'a')).toBeUndefined()
    })

    test('closing waits for what was asked for, and then refuses', async () => {
      const store = await openNew()
      let done = 0
      const asked = [1, 2, 3].map((index) =>
        store.transaction(async (tx) => {
          await tx.set('t', String(index), 'x')
          done++
        }),
      )
      await Promise.all([store.close(), store.close()])
      expect(done).toBe(3)
      await Promise.all(asked)
      await expect(get(store, '1')).rejects.toThrow(StoreClosedError)
      await store[Symbol.asyncDispose]()
    })

    test('a store that was never used can be closed', async () => {
      const store = await openNew()
      await store.close()
      await expect(get(store, '1')).rejects.toThrow(StoreClosedError)
    })

    if (!durable) return

    test('data outlives close', async () => {
      const first = await openAt('durable')
      await set(first, 'a', '1')
      await first.close()
      const second = await openAt('durable')
      expect(await get(second, 'a')).toBe('1')
    })

    test('two stores on one place do not lose writes', async () => {
      const stores = [await openAt('shared'), await openAt('shared')]
      const steps = Array.from({ length: 40 }, (_, index) =>
        stores[index % 2]?.transaction(async (tx) => {
          const n = Number((await tx.get('t', 'n')) ?? 0)
          await new Promise((resolve) => setImmediate(resolve))
          await tx.set('t', 'n', String(n + 1))
        }),
      )
      await Promise.all(steps)
      expect(await get(stores[0] as Store, 'n')).toBe('40')
    })
  })
}
