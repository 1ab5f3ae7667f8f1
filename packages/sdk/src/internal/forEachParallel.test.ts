import { expect, test } from 'vitest'
import { forEachParallel } from './forEachParallel.js'

test('all are worked on in order, never more at once than allowed, and one that hangs holds up no other', async () => {
  const begun: number[] = []
  let running = 0
  let most = 0
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await forEachParallel([0, 1, 2, 3, 4, 5], 3, async (item) => {
    begun.push(item)
    most = Math.max(most, ++running)
    if (item === 0) await held
    if (item === 5) release()
    await Promise.resolve()
    running--
  })
  expect([begun, most]).toEqual([[0, 1, 2, 3, 4, 5], 3])
})
