import { expect, test } from 'vitest'
import { mapLimited } from './mapLimited.js'

test('results are in order, work begins in order, and few are worked on at a time', async () => {
  let running = 0
  let most = 0
  const begun: number[] = []
  const results = await mapLimited([5, 1, 4, 2, 3], 2, async (item) => {
    begun.push(item)
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, item))
    running--
    return item * 10
  })
  expect(results).toEqual([50, 10, 40, 20, 30])
  expect([begun, most]).toEqual([[5, 1, 4, 2, 3], 2])
})

test('a failure is passed on', async () => {
  const work = mapLimited([1, 2, 3], 2, async (item) => {
    if (item === 2) throw new Error('meant by the test')
  })
  await expect(work).rejects.toThrow('meant by the test')
  expect(await mapLimited([], 2, async () => 1)).toEqual([])
})
