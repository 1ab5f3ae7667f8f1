import { expect, test } from 'vitest'
import { memory } from '../../store/memory/memory.js'
import { readTraffic, returnTraffic, takeTraffic } from './traffic.js'

const now = 1_800_000_000
const day = 86_400
const limit = 1_000

function open() {
  const store = memory()
  return {
    take: (bytes: number, at = now) =>
      store.transaction((tx) => takeTraffic(tx, { bytes, limit, now: at })),
    give: (bytes: number, at = now) =>
      store.transaction((tx) => returnTraffic(tx, { bytes, now: at })),
    read: (at = now) => store.transaction((tx) => readTraffic(tx, at)),
  }
}

test('checks get what a day has, and not a byte more', async () => {
  const { read, take } = open()
  expect(await take(600)).toBe(true)
  expect(await take(401)).toBe(false)
  expect(await take(400)).toBe(true)
  expect(await take(1)).toBe(false)
  expect(await read()).toBe(1_000)
})

test('what was not moved can be used by others', async () => {
  const { give, read, take } = open()
  await take(1_000)
  await give(700)
  expect(await read()).toBe(300)
  expect(await take(700)).toBe(true)
})

test('what was moved without having been taken counts as well', async () => {
  const { give, read, take } = open()
  await give(-900)
  expect(await read()).toBe(900)
  expect(await take(101)).toBe(false)
})

test('the next day has as much again, and gets nothing back from the day before', async () => {
  const { give, read, take } = open()
  await take(1_000)
  expect(await take(1_000, now + day)).toBe(true)
  expect(await take(1, now + day)).toBe(false)
  await give(5_000, now + 2 * day)
  expect(await read(now + 2 * day)).toBe(0)
})
