import { expect, test } from 'vitest'
import { createLane } from './createLane.js'

test('a lane does one thing at a time, in order, and goes on after a failure', async () => {
  const lane = createLane()
  const seen: string[] = []
  const work = (name: string, fails = false) =>
    lane(async () => {
      seen.push(`${name} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      seen.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const results = await Promise.allSettled([work('a', true), work('b'), work('c')])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})
