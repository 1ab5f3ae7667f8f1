import { expect, test } from 'vitest'
import { memory } from '../../store/memory/memory.js'
import { keepBlindCheck, listBlindChecks } from './keepBlindCheck.js'

const day = 86_400
const today = 20_000 * day
const gateway = '0x1111111111111111111111111111111111111111'

test('the owner sees blind checks days later, by the day, so that no buyer is known by them', async () => {
  const store = memory()
  const keep = (at: number, bought: number) =>
    store.transaction((tx) =>
      keepBlindCheck(tx, gateway, { at, bought, seen: { driver: 'socks', mbps: bought } }),
    )
  const list = (now: number) => store.transaction((tx) => listBlindChecks(tx, gateway, now))
  await keep(today + 40_000, 20)
  await keep(today + 40_000, 30)
  await keep(today + day + 5, 40)
  expect(await list(today + 2 * day - 1)).toEqual([])
  const shown = await list(today + 2 * day)
  expect(shown.map(({ at }) => at)).toEqual([today, today])
  expect(new Set(shown.map(({ bought }) => bought))).toEqual(new Set([20, 30]))
  expect(shown[0]).toMatchObject({
    kind: 'blind',
    outcome: 'passed',
    drivers: [{ driver: 'socks' }],
  })
  expect((await list(today + 3 * day)).map(({ at }) => at)).toEqual([today + day, today, today])
})
