import { expect, test } from 'vitest'
import { memory } from '../../store/memory/memory.js'
import { type GatewayRow, gateways } from '../tables.js'
import { checkSoon } from './checkSoon.js'

const gateway = '0x2222222222222222222222222222222222222222' as const

/** When a gateway is checked next, after somebody left it. */
async function leave(nextCheckAt: number, status: Partial<GatewayRow['status']> = {}) {
  const store = memory()
  const row: GatewayRow = {
    gateway,
    payee: gateway,
    floorPrice: 0n,
    sequence: '1',
    sealed: '0x',
    status: { gateway, trusted: true, checkedAt: 1_000, floorPrice: 0n, ...status },
    offers: [],
    nextCheckAt,
  }
  return store.transaction(async (tx) => {
    await gateways.put(tx, gateway, row)
    await checkSoon(tx, gateway)
    return (await gateways.get(tx, gateway))?.nextCheckAt
  })
}

test('a gateway that a buyer leaves early is checked ten seconds after its last check', async () => {
  expect(await leave(1_300)).toBe(1_010)
})

test('leaving does not put a check off, nor bring about one of a refused gateway', async () => {
  expect(await leave(1_005)).toBe(1_005)
  expect(await leave(1_300, { trusted: false, reason: 'GONE' })).toBe(1_300)
})

test('its throughput is measured with that, at most every ten minutes', async () => {
  const store = memory()
  const row: GatewayRow = {
    ...{ gateway, payee: gateway, floorPrice: 0n, sequence: '1', sealed: '0x', offers: [] },
    status: { gateway, trusted: true, checkedAt: 1_000, floorPrice: 0n },
    nextCheckAt: 1_300,
    speed: { at: 900, count: 1, next: 30_000 },
  }
  const speed = await store.transaction(async (tx) => {
    await gateways.put(tx, gateway, row)
    await checkSoon(tx, gateway)
    return (await gateways.get(tx, gateway))?.speed
  })
  expect(speed).toEqual({ at: 900, count: 1, next: 1_500 })
})

test('nobody brings about a blind test by leaving', async () => {
  const store = memory()
  const row: GatewayRow = {
    ...{ gateway, payee: gateway, floorPrice: 0n, sequence: '1', sealed: '0x', offers: [] },
    status: { gateway, trusted: true, checkedAt: 1_000, floorPrice: 0n },
    nextCheckAt: 1_300,
    speed: { at: 900, count: 1, next: 30_000, blind: true },
  }
  const left = await store.transaction(async (tx) => {
    await gateways.put(tx, gateway, row)
    await checkSoon(tx, gateway)
    return gateways.get(tx, gateway)
  })
  expect(left).toMatchObject({ nextCheckAt: 1_010, speed: row.speed })
})

test('leaving a gateway that is not registered any more changes nothing', async () => {
  const store = memory()
  await store.transaction((tx) => checkSoon(tx, gateway))
  expect(await store.transaction((tx) => gateways.list(tx))).toEqual([])
})
