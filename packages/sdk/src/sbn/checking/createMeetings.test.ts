import { expect, test } from 'vitest'
import { createLane } from './createLane.js'
import { createMeetings } from './createMeetings.js'

/** Work that says when it runs, and ends when it is told to. */
function createWork(log: string[]) {
  return (name: string) => {
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const work = async () => {
      log.push(`${name} begins`)
      await ended
      log.push(`${name} ends`)
      return name
    }
    return { work, end }
  }
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 20))

test('those of a group begin at once, and another group only after them', async () => {
  const log: string[] = []
  const create = createWork(log)
  const { join } = createMeetings(createLane())
  const [a, b, c] = [create('a'), create('b'), create('c')] as const
  const done = [join('one', 2, a.work), join('other', 1, c.work)]
  await settle()
  // Somebody of the group is missing.
  expect(log).toEqual([])
  done.push(join('one', 2, b.work))
  await settle()
  expect(log).toEqual(['a begins', 'b begins'])
  a.end()
  await settle()
  expect(log).toEqual(['a begins', 'b begins', 'a ends'])
  b.end()
  await settle()
  expect(log.slice(3)).toEqual(['b ends', 'c begins'])
  c.end()
  expect(await Promise.all(done)).toEqual(['a', 'c', 'b'])
})

test('who does not come is not waited for without end', async () => {
  const { join } = createMeetings(createLane(), 10)
  expect(await join('one', 5, async () => 'there')).toBe('there')
})

test('a group that grows while it waits is waited for', async () => {
  const log: string[] = []
  const create = createWork(log)
  const { join } = createMeetings(createLane())
  const [a, b, c] = [create('a'), create('b'), create('c')] as const
  const done = [join('one', 2, a.work), join('one', 3, b.work)]
  await settle()
  expect(log).toEqual([])
  done.push(join('one', 3, c.work))
  await settle()
  expect(log).toHaveLength(3)
  for (const { end } of [a, b, c]) end()
  await Promise.all(done)
})

test('work that fails ends the turn all the same', async () => {
  const { join } = createMeetings(createLane())
  const failing = join('one', 1, async () => {
    throw new Error('meant by the test')
  })
  await expect(failing).rejects.toThrow('meant by the test')
  expect(await join('one', 1, async () => 'next')).toBe('next')
})
