import { expect, test } from 'vitest'
import { createEmitter } from './createEmitter.js'

type Events = { counted: { number: number }; stopped: { reason: string } }

test('tells those who listen, until they stop', () => {
  const emitter = createEmitter<Events>()
  const heard: number[] = []
  const stop = emitter.on('counted', ({ number }) => heard.push(number))
  emitter.once('counted', ({ number }) => heard.push(-number))
  emitter.emit('counted', { number: 1 })
  emitter.emit('counted', { number: 2 })
  emitter.emit('stopped', { reason: 'nobody listens to this' })
  stop()
  emitter.emit('counted', { number: 3 })
  expect(heard).toEqual([1, -1, 2])
})

test('is not disturbed by a listener that throws, and does not hide it', async () => {
  const emitter = createEmitter<Events>()
  const thrown = new Promise((resolve) => process.once('uncaughtException', resolve))
  const others = process.listeners('uncaughtException').slice(0, -1)
  for (const other of others) process.off('uncaughtException', other)
  const heard: number[] = []
  emitter.on('counted', () => {
    throw new Error('meant by the test')
  })
  emitter.on('counted', ({ number }) => heard.push(number))
  emitter.emit('counted', { number: 1 })
  expect(heard).toEqual([1])
  expect(await thrown).toMatchObject({ message: 'meant by the test' })
  for (const other of others) process.on('uncaughtException', other)
})
