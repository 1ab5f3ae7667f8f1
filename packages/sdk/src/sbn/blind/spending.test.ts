import { expect, test } from 'vitest'
import { memory } from '../../store/memory/memory.js'
import { readSpent, returnMoney, takeMoney } from './spending.js'

const day = 86_400
const now = 20_000 * day

test('what is spent in a day is bounded, and what comes back the same day can be spent again', async () => {
  const store = memory()
  const take = (amount: bigint, at = now) =>
    store.transaction((tx) => takeMoney(tx, { amount, limit: 100n, now: at }))
  const give = (amount: bigint, at: number) =>
    store.transaction((tx) => returnMoney(tx, { amount, at, now: now + 60 }))
  const spent = (at = now) => store.transaction((tx) => readSpent(tx, at))
  expect(await take(60n)).toBe(true)
  expect(await take(60n)).toBe(false)
  expect(await spent()).toBe(60n)
  await give(55n, now)
  expect(await take(60n)).toBe(true)
  expect(await spent()).toBe(65n)
  // What was taken the day before is none of this day's.
  await give(65n, now - 1)
  expect(await spent()).toBe(65n)
  expect(await take(100n, now + day)).toBe(true)
  expect(await spent(now + day)).toBe(100n)
})
