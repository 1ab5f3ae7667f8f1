import type { Address } from 'viem'
import { expect, test } from 'vitest'
import type { QuoteRequest } from '../protocol/messages/quoteRequest.js'
import { memory } from '../store/memory/memory.js'
import { assignGateway } from './assignGateway.js'
import { createCandidates } from './candidates.js'
import { defaultPricing } from './pricing.js'
import { createReservations } from './reservations.js'

const gateways = ['1', '2', '3'].map((digit) => `0x${digit.repeat(40)}` as Address)
const key = `0x${'11'.repeat(32)}` as const
const request: QuoteRequest = {
  requestId: key,
  subscriber: `0x${'a'.repeat(40)}`,
  sbn: `0x${'b'.repeat(40)}`,
  service: 'proxy',
  mbps: 1,
  duration: 3_600,
  billing: 'flat',
  drivers: ['socks'],
  recipientKey: key,
  clientKey: key,
  expiresAt: 0,
}

/** A book of three gateways, and a buyer of it. */
function createBook() {
  const candidates = createCandidates()
  for (const gateway of gateways)
    candidates.set(
      gateway,
      {
        gateway,
        payee: gateway,
        floorPrice: 0n,
        sequence: '1',
        sealed: '0x',
        status: { gateway, trusted: true, country: 'DE', mbps: 100, floorPrice: 0n },
        offers: [{ driver: 'socks', services: ['proxy'] }],
        nextCheckAt: 0,
      },
      candidates.stamp(),
    )
  const context = { candidates, pricing: defaultPricing, reservations: createReservations() }
  const store = memory()
  return async (exclude?: Address[], now = 0) =>
    (await store.transaction((tx) => assignGateway(context, tx, { ...request, exclude }, now)))?.row
      .gateway
}

test('a buyer gets the same gateway again and again, for ten minutes', async () => {
  const ask = createBook()
  const first = await ask()
  for (let now = 1; now < 600; now += 20) expect(await ask([], now)).toBe(first)
})

test('a buyer that excludes its gateway gets another, and then keeps that one', async () => {
  const ask = createBook()
  const first = (await ask()) ?? expect.fail()
  const second = (await ask([first])) ?? expect.fail()
  expect(second).not.toBe(first)
  for (let now = 1; now < 600; now += 20) {
    expect(await ask([first], now)).toBe(second)
    expect(await ask([], now)).toBe(second)
  }
})

test('a gateway that is excluded is not assigned, even when there is no other', async () => {
  const ask = createBook()
  const [one, two, three] = gateways as [Address, Address, Address]
  for (let round = 0; round < 20; round++) expect(await ask([one, two])).toBe(three)
  expect(await ask(gateways)).toBeUndefined()
})
