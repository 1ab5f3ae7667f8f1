import { expect, test } from 'vitest'
import { mapLimited } from './mapLimited.js'

test('keeps the order, and never has more calls under way than allowed', async () => {
  let running = 0
  let most = 0
  const results = await mapLimited([5, 1, 4, 2, 3], 2, async (item) => {
    most = Math.max(most, ++running)
    for (let n = 0; n < item; n++) await Promise.resolve()
    running--
    return item * 10
  })
  expect(results).toEqual([50, 10, 40, 20, 30])
  expect(most).toBe(2)
})

test('begins nothing more after a failure, and throws it', async () => {
  const begun: number[] = []
  const mapped = mapLimited([1, 2, 3, 4], 1, async (item) => {
    begun.push(item)
    if (item === 2) throw new Error('meant by the test')
  })
  await expect(mapped).rejects.toThrow('meant by the test')
  expect(begun).toEqual([1, 2])
})

test('nothing to do is done at once', async () => {
  expect(await mapLimited([], 3, async () => 1)).toEqual([])
})
