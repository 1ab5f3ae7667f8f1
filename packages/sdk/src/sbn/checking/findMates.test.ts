import { type Address, numberToHex } from 'viem'
import { expect, test } from 'vitest'
import { memory } from '../../store/memory/memory.js'
import { type GatewayRow, gateways } from '../tables.js'
import { findMates, mostMates } from './findMates.js'

const now = 1_800_000_000
const block = numberToHex(1, { size: 32 })
const network = numberToHex(2, { size: 32 })
const at = (index: number): Address => numberToHex(index + 1, { size: 20 })

/** Those that are measured with the first of so many, the others of which were measured so long ago. */
async function find(count: number, seconds: number, groups: GatewayRow['groups']) {
  const store = memory()
  return store.transaction(async (tx) => {
    for (let index = 0; index < count; index++) {
      const gateway = at(index)
      const row: GatewayRow = {
        ...{ gateway, payee: gateway, floorPrice: 0n, sequence: '1', sealed: '0x', offers: [] },
        status: { gateway, trusted: true, latencyMs: 20, checkedAt: now, floorPrice: 0n },
        nextCheckAt: now + 300,
        speed: { at: now - seconds, count: 1, next: now + 3_600 },
        ...(groups && { groups }),
      }
      await gateways.put(tx, gateway, row)
    }
    const own = { gateway: at(0), groups: groups ?? { block }, latencyMs: 20, now }
    return (await findMates(tx, own)).gateways.length
  })
}

test('all of a block are measured together, however lately they were', async () => {
  expect(await find(1, 30, { block })).toBe(0)
  expect(await find(6, 30, { block })).toBe(5)
  expect(await find(mostMates + 1, 30, { block })).toBe(mostMates)
})

test('where there are more than can be at one time, nobody is measured over and over', async () => {
  expect(await find(40, 700, { block })).toBe(mostMates)
  expect(await find(40, 30, { block })).toBe(0)
  const elsewhere = numberToHex(3, { size: 32 })
  expect(await find(1, 30, { block: elsewhere, network })).toBe(0)
})
