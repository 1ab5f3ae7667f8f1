import { expect, test } from 'vitest'
import { createGuard } from './createGuard.js'

const [one, other] = [
  '0x1111111111111111111111111111111111111111',
  '0x2222222222222222222222222222222222222222',
] as const

test('buyers at work are left alone, also while they are being made', async () => {
  const guard = createGuard()
  const idle = () => guard.idle(async () => [one, other])
  expect(await idle()).toEqual([one, other])
  let made = (_: typeof one) => {}
  const making = guard.prepare(
    () =>
      new Promise((resolve) => {
        made = resolve
      }),
  )
  expect(await idle()).toEqual([])
  made(one)
  await making
  expect(await idle()).toEqual([other])
  // Released while the list was read: it may be one of before.
  expect(
    await guard.idle(async () => {
      guard.release(one)
      return [one, other]
    }),
  ).toEqual([other])
  expect(await idle()).toEqual([one, other])
})

test('one who could not be made is at nobody’s work', async () => {
  const guard = createGuard()
  await expect(guard.prepare(() => Promise.reject(new Error('no money')))).rejects.toThrow()
  expect(await guard.idle(async () => [one])).toEqual([one])
})
