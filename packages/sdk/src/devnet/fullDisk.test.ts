import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GatewayEvents } from '../gateway/events.js'
import { createCloser } from '../internal/createCloser.js'
import { once } from '../internal/testing/once.js'
import type { SbnEvents } from '../sbn/events.js'
import { libsql } from '../store/libsql/libsql.js'
import { memory } from '../store/memory/memory.js'
import type { Store } from '../store/store.js'
import { mountSmallDisk } from './testing/mountSmallDisk.js'
import { createGateway, createSbn, createSubscriber } from './testing/parties.js'
import { startTown } from './testing/startTown.js'

const requirements = { service: 'proxy', mbps: 1, duration: '1h' } as const
const maxPrice = 1_000_000_000n
const full = { code: 'STORE_FAILED', reason: 'SQLITE_FULL' }

const opened = createCloser()
async function openDisk() {
  const disk = await mountSmallDisk()
  opened.add(disk.close)
  const store = libsql({ path: join(disk.path, 'store.db') })
  opened.add(() => store.close())
  return { ...disk, store }
}

let town: Awaited<ReturnType<typeof startTown>>
let sbnDisk: Awaited<ReturnType<typeof openDisk>>
let gatewayDisk: Awaited<ReturnType<typeof openDisk>>
let sbn: ReturnType<typeof createSbn>
let gateway: ReturnType<typeof createGateway>
beforeAll(async () => {
  town = await startTown()
  opened.add(town.close)
  sbnDisk = await openDisk()
  gatewayDisk = await openDisk()
  sbn = createSbn(await town.createSbnConfig(), sbnDisk.store)
  opened.add(() => sbn.close())
  await sbn.start()
  const trusted = once<SbnEvents['gatewayTrusted']>((listener) =>
    sbn.on('gatewayTrusted', listener),
  )
  gateway = createGateway(await town.createGatewayConfig(), gatewayDisk.store)
  opened.add(() => gateway.close())
  await gateway.start()
  await trusted
})
afterAll(() => opened.close())

async function createBuyer(store: Store) {
  const config = await town.createSubscriberConfig()
  const subscriber = createSubscriber(config, store)
  const before = await town.balanceOf(config)
  return { subscriber, paid: async () => before - (await town.balanceOf(config)) }
}

/** The next failure that a party tells. */
const failure = (party: { on: typeof gateway.on }) =>
  once<GatewayEvents['error']>((listener) => party.on('error', listener))

test('a subscriber whose disk is full buys nothing, and the same quote once there is room', async () => {
  const disk = await openDisk()
  const { paid, subscriber } = await createBuyer(disk.store)
  const quote = await subscriber.quote(requirements)
  await disk.fill()
  await expect(subscriber.quote(requirements)).rejects.toMatchObject(full)
  await expect(subscriber.buy(quote, { maxPrice })).rejects.toMatchObject({
    ...full,
    paymentState: 'unpaid',
  })
  expect(await paid()).toBe(0n)
  await disk.free()
  const pass = await subscriber.buy(quote, { maxPrice })
  expect(await paid()).toBe(quote.total)

  // What is paid can be used and left all the same.
  await disk.fill()
  const session = await pass.connect()
  expect((await session.fetch(town.origin)).status).toBe(200)
  await session.close()
  const { owed } = await pass.leave()
  expect(await paid()).toBe(owed)
  await disk.free()
})

test('a gateway whose disk is full says so, and serves what was bought once there is room', async () => {
  const { paid, subscriber } = await createBuyer(memory())
  // Before, since a failure that repeats itself is told once.
  const failed = failure(gateway)
  await gatewayDisk.fill()
  const pass = await subscriber.buy(requirements, { maxPrice })
  expect((await failed).error).toMatchObject(full)
  await expect(pass.connect({ timeoutSeconds: 1 })).rejects.toMatchObject({
    code: 'DELIVERY_TIMEOUT',
    paymentState: 'paid',
  })
  await gatewayDisk.free()
  await using session = await pass.connect()
  expect((await session.fetch(town.origin)).status).toBe(200)
  expect(await paid()).toBe(pass.terms.price)
  await pass.leave()
})

test('an SBN whose disk is full quotes nothing, loses nothing, and goes on once there is room', async () => {
  const { paid, subscriber } = await createBuyer(memory())
  const quote = await subscriber.quote(requirements)
  const failed = failure(sbn as never)
  await sbnDisk.fill()
  await expect(subscriber.quote(requirements)).rejects.toMatchObject({
    code: 'SBN_FAILED',
    retryable: true,
    paymentState: 'unpaid',
  })
  const pass = await subscriber.buy(quote, { maxPrice })
  expect((await failed).error).toMatchObject(full)
  await expect(pass.connect({ timeoutSeconds: 1 })).rejects.toMatchObject({
    code: 'DELIVERY_TIMEOUT',
    paymentState: 'paid',
  })
  await sbnDisk.free()
  await using session = await pass.connect()
  expect((await session.fetch(town.origin)).status).toBe(200)
  expect(await paid()).toBe(quote.total)
  expect((await subscriber.passes()).map(({ id }) => id)).toEqual([pass.id])
  await pass.leave()
})
