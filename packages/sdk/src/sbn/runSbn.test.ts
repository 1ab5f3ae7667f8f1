import { socks } from '@passband/tunnel/socks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bond, type Market, startMarket } from '../actions/testing/startMarket.js'
import { staticGeo } from '../geo/staticGeo.js'
import { memory } from '../store/memory/memory.js'
import { SBN } from './sbn.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

async function create(eth?: bigint) {
  return new SBN({
    client: await market.createClient({ prix: bond, eth }),
    drivers: [socks()],
    geo: [staticGeo({ '127.0.0.0/8': { country: 'DE', ipType: 'hosting' } })],
    store: memory(),
    confirmations: 0,
    pollingInterval: 50,
  })
}

test('an SBN is of no use before its start and after its close', async () => {
  const sbn = await create()
  const notRunning = { code: 'NOT_RUNNING' }
  expect(() => sbn.url).toThrow(expect.objectContaining(notRunning))
  await expect(sbn.api()).rejects.toMatchObject(notRunning)
  await sbn.start()
  await expect(sbn.start()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  expect(await (await sbn.api()).getInfo()).toMatchObject({ chainId: market.chain.id })
  await Promise.all([sbn.close(), sbn.close()])
  await expect(sbn.collectFees()).rejects.toMatchObject(notRunning)
  await expect(sbn.start()).rejects.toMatchObject(notRunning)
})

test('closing an SBN breaks off its start', async () => {
  const sbn = await create()
  const [started] = await Promise.allSettled([sbn.start(), sbn.close()])
  expect(started).toMatchObject({ status: 'rejected', reason: { code: 'NOT_RUNNING' } })
})

test('closing an SBN breaks off a start that waits for gas', async () => {
  const sbn = await create(1n)
  const poor = new Promise((resolve) => sbn.once('error', ({ error }) => resolve(error)))
  const starting = sbn.start()
  starting.catch(() => {})
  expect(await poor).toMatchObject({ code: 'INSUFFICIENT_GAS' })
  await sbn.close()
  await expect(starting).rejects.toMatchObject({ code: 'NOT_RUNNING' })
})
