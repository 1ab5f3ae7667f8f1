import { expect, test } from 'vitest'
import { limitLookups } from './limitLookups.js'

const answer = [{ address: '1.1.1.1' }]

test('look-ups beyond the bound wait for their turn, those of others do not', async () => {
  const started: string[] = []
  const finish: (() => void)[] = []
  const limited = limitLookups(
    (host) => {
      started.push(host)
      return new Promise((resolve) => finish.push(() => resolve(answer)))
    },
    { perOwner: 2 },
  )
  const mine = ['a', 'b', 'c', 'd'].map((host) => limited('me')(host, 80))
  const other = limited('you')('x', 80)
  await expect.poll(() => started).toEqual(['a', 'b', 'x'])
  finish[0]?.()
  await expect.poll(() => started).toEqual(['a', 'b', 'x', 'c'])
  for (let index = 1; index < 5; index++) {
    await expect.poll(() => finish.length).toBeGreaterThan(index)
    finish[index]?.()
  }
  expect(await Promise.all([...mine, other])).toEqual(Array(5).fill(answer))
})

test('a look-up without an answer is given up, and makes room', async () => {
  const silent = () => new Promise<never>(() => {})
  const limited = limitLookups(silent, { perOwner: 1, timeout: 30 })
  for (const attempt of [limited('me')('a', 80), limited('me')('b', 80)]) {
    await expect(attempt).rejects.toMatchObject({ code: 'DESTINATION_UNREACHABLE', reason: 'host' })
  }
})

test('who leaves while waiting is never looked up; a look-up that was left keeps its place', async () => {
  const started: string[] = []
  const finish: (() => void)[] = []
  const limited = limitLookups(
    (host) => {
      started.push(host)
      return new Promise((resolve) => finish.push(() => resolve(answer)))
    },
    { perOwner: 1 },
  )
  const leaving = new AbortController()
  const first = limited('me', leaving.signal)('a', 80)
  const left = limited('me', leaving.signal)('b', 80)
  const last = limited('me')('c', 80)
  leaving.abort('gone')
  await expect(left).rejects.toBe('gone')
  await expect.poll(() => started).toEqual(['a'])
  finish[0]?.()
  expect(await first).toBe(answer)
  await expect.poll(() => started).toEqual(['a', 'c'])
  finish[1]?.()
  expect(await last).toBe(answer)
})

test('a resolver that fails makes room as well', async () => {
  const limited = limitLookups(() => Promise.reject(new Error('SERVFAIL')), { perOwner: 1 })
  for (let round = 0; round < 3; round++) {
    await expect(limited('me')('a', 80)).rejects.toThrow('SERVFAIL')
  }
})
