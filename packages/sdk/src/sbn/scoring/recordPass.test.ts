import { getAddress, zeroAddress, zeroHash } from 'viem'
import { expect, test } from 'vitest'
import type { Terms } from '../../protocol/terms.js'
import { memory } from '../../store/memory/memory.js'
import { gateways, passes } from '../tables.js'
import { recordPass } from './recordPass.js'

const gateway = getAddress(`0x${'a'.repeat(40)}`)
const passId = `0x${'1'.repeat(64)}` as const
const now = 1_800_000_000

async function endAt(end: number, planned = 1_000) {
  const store = memory()
  return store.transaction(async (tx) => {
    const terms: Terms = {
      ...{ subscriber: zeroAddress, gateway, payee: zeroAddress, sbn: zeroAddress },
      ...{ price: 1n, minimum: 0n, duration: 1_000, renewUntil: 0, protocolFee: 0, sbnFee: 0 },
      ...{ billing: 'flat', voucherSigner: zeroAddress, details: zeroHash },
    }
    await passes.put(tx, passId, {
      ...{ passId, subscriber: zeroAddress, start: 0, end, ended: true, terms },
    })
    await gateways.put(tx, gateway, {
      ...{ gateway, payee: zeroAddress, floorPrice: 0n, sequence: '1', sealed: '0x' },
      ...{ offers: [], nextCheckAt: 0 },
      status: { gateway, trusted: true, floorPrice: 0n },
    })
    await recordPass(tx, { passId, end: planned }, now)
    return (await gateways.get(tx, gateway))?.record?.passes
  })
}

test.each([
  ['used to the end', 1_000, { good: 1, bad: 0, at: now }],
  ['used nearly to the end', 900, { good: 1, bad: 0, at: now }],
  ['left in the middle', 500, undefined],
  ['left at once', 0, { good: 0, bad: 1, at: now }],
  ['left before a quarter of it', 249, { good: 0, bad: 1, at: now }],
])('a pass that was %s', async (_, end, record) => {
  expect(await endAt(end)).toEqual(record)
})

test('a renewed pass counts by when it was to end then', async () => {
  expect(await endAt(1_000, 10_000)).toMatchObject({ bad: 1 })
  expect(await endAt(10_000, 10_000)).toMatchObject({ good: 1 })
})

test('a pass of a gateway that is gone, or that is not known, counts for nobody', async () => {
  const store = memory()
  await store.transaction((tx) => recordPass(tx, { passId, end: 1_000 }, now))
})
