import { expect, test } from 'vitest'
import { createPoller } from './createPoller.js'
import { eventually } from './testing/eventually.js'

const closedError = () => new Error('closed')

test('a failure that repeats itself is told once, and again after a success', async () => {
  const outcomes = ['a', 'a', 'b', '', 'b', 'b', '']
  const told: string[] = []
  let rounds = 0
  const poller = createPoller(
    {
      poll: async () => {
        const outcome = outcomes[rounds++]
        if (outcome) throw new Error(outcome)
      },
      interval: 1,
      onError: (error) => void told.push((error as Error).message),
    },
    closedError,
  )
  poller.start()
  await eventually(() => rounds).toBeGreaterThan(7)
  await poller.close()
  expect(told).toEqual(['a', 'b', 'b'])
})

test('waking it during a round starts another right after', async () => {
  let rounds = 0
  let finish = () => {}
  const poller = createPoller(
    {
      poll: () => {
        rounds++
        return new Promise((resolve) => {
          finish = resolve
        })
      },
      interval: 1_000_000,
      onError: () => {},
    },
    closedError,
  )
  poller.start()
  poller.wake()
  poller.wake()
  expect(rounds).toBe(1)
  finish()
  await eventually(() => rounds).toBe(2)
  finish()
  await poller.ready
  poller.wake()
  await eventually(() => rounds).toBe(3)
  finish()
  await poller.close()
  expect(rounds).toBe(3)
})

test('an abort before the start closes it', async () => {
  const parameters = { poll: async () => {}, interval: 1, onError: () => {} }
  const poller = createPoller({ ...parameters, signal: AbortSignal.abort() }, closedError)
  expect(() => poller.start()).toThrow('closed')
  await expect(poller.ready).rejects.toThrow('closed')
})
