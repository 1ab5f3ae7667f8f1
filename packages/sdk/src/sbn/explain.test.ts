import { getAddress, zeroAddress } from 'viem'
import { expect, test } from 'vitest'
import { memory } from '../store/memory/memory.js'
import { explainGateway, explainQuote } from './explain.js'
import { addTo, createTrackRecord } from './scoring/trackRecord.js'
import { type GatewayRow, gateways } from './tables.js'

const gateway = getAddress(`0x${'a'.repeat(40)}`)
const now = 1_800_000_000

async function explain(changes: Partial<GatewayRow>) {
  const store = memory()
  await store.transaction((tx) =>
    gateways.put(tx, gateway, {
      ...{ gateway, payee: zeroAddress, floorPrice: 0n, sequence: '1', sealed: '0x' },
      ...{ offers: [], nextCheckAt: 0 },
      status: { gateway, trusted: false, reason: 'PENDING', floorPrice: 0n },
      ...changes,
    }),
  )
  return explainGateway(store, gateway, now)
}

test('of one that is trusted it says where it is, what it did, and how certain that is', async () => {
  const found = { country: 'DE', ipType: 'hosting', mbps: 90, latencyMs: 12 } as const
  const status = { gateway, trusted: true, floorPrice: 0n, checkedAt: now - 600, ...found }
  const record = createTrackRecord(now)
  record.setups = addTo(record.setups, true, now)
  record.checks = addTo(record.checks, true, now)
  const explained = await explain({ status, record, claimed: 100 })
  expect(explained).toMatchObject({ gateway, trusted: true, age: 600 })
  expect(explained?.reasons).toEqual([
    'It passed its last check.',
    'Its traffic comes out in DE, at a hosting address.',
    'A session could be set up in 1 of 1 recent attempt.',
    'It passed 1 of 1 recent check.',
    'It carries 90 Mbit/s of the 100 that it claims.',
    'A round trip through it takes 12 ms.',
    'Nobody has used a pass of it to the end, or left one early.',
    'It was checked 10 minutes ago.',
    `Its score is ${explained?.score} of 100, and 25 % certain.`,
  ])
})

test('of one that is refused it says why', async () => {
  const status = { gateway, trusted: false, floorPrice: 0n, checkedAt: now }
  const explained = await explain({ status: { ...status, reason: 'COUNTRY_IMPOSSIBLE' } })
  expect(explained?.reasons[0]).toBe(
    'It answers sooner than light in fibre could come back from the country of its exit address.',
  )
})

test('a new one was not checked yet, and one that is not there is not explained', async () => {
  expect((await explain({}))?.reasons).toContain('It was not checked yet.')
  expect(await explainGateway(memory(), gateway, now)).toBe(undefined)
  expect(await explainQuote(memory(), `0x${'1'.repeat(64)}`)).toBe(undefined)
})
