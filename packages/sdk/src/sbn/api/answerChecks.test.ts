import { zeroAddress } from 'viem'
import { expect, test } from 'vitest'
import { memory } from '../../store/memory/memory.js'
import { keepCheck } from '../checking/keepCheck.js'
import { gateways } from '../tables.js'
import { answerChecks } from './answerChecks.js'

const gateway = `0x${'a'.repeat(40)}` as const
const other = `0x${'b'.repeat(40)}` as const
const now = 1_800_000_000

async function start(checkedAt: number | undefined, count = 3) {
  const store = memory()
  await store.transaction(async (tx) => {
    await gateways.put(tx, gateway, {
      ...{ gateway, payee: zeroAddress, floorPrice: 0n, sequence: '1', sealed: '0x' },
      ...{ offers: [], nextCheckAt: now + 300 },
      status: { gateway, trusted: true, floorPrice: 0n, checkedAt },
    })
    for (let index = 0; index < count; index++) {
      const outcome = index % 2 === 0 ? ('passed' as const) : ('refused' as const)
      await keepCheck(tx, gateway, { at: now - count + index, outcome, drivers: [] })
    }
    await keepCheck(tx, other, { at: now, outcome: 'refused', reason: 'TOO_SLOW', drivers: [] })
  })
  return (again: boolean) => store.transaction((tx) => answerChecks(tx, { gateway, again }, now))
}

test('a gateway sees its own checks, the newest first, each with the hash of what it found', async () => {
  const ask = await start(now - 300)
  const checks = await ask(false)
  expect(checks.map(({ at }) => at)).toEqual([now - 1, now - 2, now - 3])
  expect(new Set(checks.map(({ evidence }) => evidence)).size).toBe(3)
})

test('only some of them are shown, and no more are kept than can be used', async () => {
  const ask = await start(now - 300, 350)
  const checks = await ask(false)
  expect(checks).toHaveLength(50)
  expect(checks[0]?.at).toBe(now - 1)
})

test('asked for another it is checked at once, but not twice in a minute', async () => {
  const store = await start(now - 60)
  await store(true)
  // It is due already: asking again changes nothing.
  await store(true)
  const lately = await start(now - 59)
  await expect(lately(true)).rejects.toMatchObject({ code: 'CHECKED_LATELY', retryable: true })
  expect(await lately(false)).toHaveLength(3)
})

test('a gateway that is not registered has none', async () => {
  const asked = memory().transaction((tx) => answerChecks(tx, { gateway, again: false }, now))
  await expect(asked).rejects.toMatchObject({ code: 'GATEWAY_UNKNOWN' })
})
