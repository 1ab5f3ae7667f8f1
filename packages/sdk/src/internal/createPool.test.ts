import { expect, test } from 'vitest'
import { createPool } from './createPool.js'

/** Work that ends when it is told to. */
function createWork() {
  let end = () => {}
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  return { end, work: () => done }
}

test('works on as many things at a time as it has places, and on each of them once', async () => {
  let freed = 0
  const pool = createPool(2, () => freed++)
  const [a, b, c] = [createWork(), createWork(), createWork()]
  expect(pool.offer('a', a.work)).toBe(true)
  expect(pool.offer('a', a.work)).toBe(false)
  expect(pool.offer('b', b.work)).toBe(true)
  expect(pool.offer('c', c.work)).toBe(false)
  a.end()
  await expect.poll(() => freed).toBe(1)
  expect(pool.offer('c', c.work)).toBe(true)
  b.end()
  c.end()
  await pool.settle()
  expect(freed).toBe(3)
})
