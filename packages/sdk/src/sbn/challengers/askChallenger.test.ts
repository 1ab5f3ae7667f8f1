import { expect, test } from 'vitest'
import { ChallengerKeyWrongError } from '../../errors/challenger.js'
import { askChallenger } from './askChallenger.js'
import type { ChallengeOrder, Challenger } from './challenger.js'

const order = {} as ChallengeOrder
const ask = (measure: Challenger['measure'], signal = new AbortController().signal) =>
  askChallenger({ name: 'paris', measure }, order, { limit: 50, signal })

test('what it says is its report', async () => {
  const report = { reason: 'UNREACHABLE' } as const
  expect(await ask(async () => report)).toBe(report)
})

test('one that never answers is left out when its time is over, whether it heeds that or not', async () => {
  const failed = { failed: 'CHALLENGER_UNREACHABLE' }
  expect(await ask(() => new Promise(() => {}))).toEqual(failed)
  const heeding: Challenger['measure'] = (_, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  expect(await ask(heeding)).toEqual(failed)
})

test('one that fails is left out with the code of its error', async () => {
  const wrong = async () => Promise.reject(new ChallengerKeyWrongError())
  expect(await ask(wrong)).toEqual({ failed: 'CHALLENGER_KEY_WRONG' })
  const broken = async () => Promise.reject(new Error('http://198.51.100.7 said no'))
  expect(await ask(broken)).toEqual({ failed: 'CHALLENGER_FAILED' })
})

test('nobody waits for it once the check is broken off', async () => {
  const signal = AbortSignal.abort(new Error('over'))
  await expect(ask(() => new Promise(() => {}), signal)).rejects.toThrow('over')
})
