import { expect, test } from 'vitest'
import type { BlindResult } from './blindRecord.js'
import { drawOrder, isTelling } from './drawOrder.js'

const gateway = {
  mbps: 100,
  free: 100,
  offers: [
    { driver: 'socks', services: ['proxy' as const, 'vpn' as const] },
    { driver: 'wireguard', services: ['vpn' as const] },
  ],
  results: [] as BlindResult[],
}
const buying = { drivers: ['socks'], durations: [1_800, 3_600] }
const large = { at: 1, share: 1, isTelling: true }
const draw = (changes: Partial<typeof gateway> = {}, count = 200) =>
  Array.from({ length: count }, () => drawOrder({ ...gateway, ...changes }, buying))

test('what is bought differs, as customers do, and fits what is sold', () => {
  const orders = draw()
  const values = <key extends 'country' | 'mbps'>(_: key, all: unknown[]) => new Set(all).size
  expect(new Set(orders.map((order) => order?.driver))).toEqual(new Set(['socks']))
  expect(new Set(orders.map((order) => order?.service))).toEqual(new Set(['proxy', 'vpn']))
  expect(new Set(orders.map((order) => order?.duration))).toEqual(new Set([1_800, 3_600]))
  expect(new Set(orders.map((order) => order?.withCountry)).size).toBe(2)
  expect(
    values(
      'mbps',
      orders.map((order) => order?.mbps),
    ),
  ).toBeGreaterThan(1)
})

test('it is so much that half of the line would not do, but now and then', () => {
  for (const order of draw()) expect(isTelling(order?.mbps ?? 0, 100)).toBe(true)
  // A gateway that gives customers half of its line gives the smallest of them too little.
  expect(50 / 75).toBeLessThan(0.8)
  const after = draw({ results: [large, large, large] })
  expect(after.some((order) => (order?.mbps ?? 0) <= 50)).toBe(true)
  const small = { ...large, isTelling: false }
  for (const results of [
    [large, large],
    [small, large, large],
    [large, large, small],
  ])
    for (const order of draw({ results })) expect(order?.mbps).toBeGreaterThanOrEqual(75)
})

test('it is no more than is free, and nothing when nothing is', () => {
  for (const order of draw({ free: 33 })) expect(order?.mbps).toBeLessThanOrEqual(33)
  expect(drawOrder({ ...gateway, free: 0 }, buying)).toBe(undefined)
  expect(drawOrder({ ...gateway, offers: [] }, buying)).toBe(undefined)
  expect(drawOrder({ ...gateway, mbps: 7, free: 7 }, buying)?.mbps).toBe(7)
})
