import { expect, test } from 'vitest'
import { mapInOrder } from './mapInOrder.js'
import type { LongProgress } from './types.js'

function start(limit: number) {
  const told: (string | undefined)[] = []
  const begun: string[] = []
  const ends = new Map<string, (error?: Error) => void>()
  const stopping = new AbortController()
  const onProgress = ({ note }: LongProgress) => void told.push(note)
  const options = { limit, onProgress, signal: stopping.signal }
  const done = mapInOrder(['a', 'b', 'c', 'd'], options, (note) => {
    begun.push(note)
    return new Promise<LongProgress>((resolve, reject) => {
      ends.set(note, (error) => (error ? reject(error) : resolve({ done: 1, note })))
    })
  })
  const end = async (name: string, error?: Error) => {
    ends.get(name)?.(error)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { begun, done, end, stopping, told }
}

test('several are worked on at a time, and told in their order', async () => {
  const { begun, done, end, told } = start(2)
  expect(begun).toEqual(['a', 'b'])
  await end('b')
  expect([told, begun]).toEqual([[], ['a', 'b', 'c']])
  await end('c')
  await end('a')
  expect(told).toEqual(['a', 'b', 'c'])
  await end('d')
  await done
  expect(told).toEqual(['a', 'b', 'c', 'd'])
})

test('after an abort, what is under way is still told, and nothing else begun', async () => {
  const { begun, done, end, stopping, told } = start(2)
  stopping.abort()
  await end('a')
  await end('b')
  await done
  expect([told, begun]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ])
})

test('a failure is thrown, and what comes after it is not told', async () => {
  const { done, end, told } = start(2)
  const failed = expect(done).rejects.toThrow('meant by the test')
  await end('a', new Error('meant by the test'))
  await end('b')
  await failed
  expect(told).toEqual([])
})
