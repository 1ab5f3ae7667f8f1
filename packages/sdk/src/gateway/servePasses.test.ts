import { socks } from '@passband/tunnel/socks'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { registerGateway } from '../actions/gateways/registerGateway.js'
import { getPass } from '../actions/passes/getPass.js'
import { leave } from '../actions/passes/leave.js'
import { approve } from '../actions/prix/approve.js'
import { getBalance } from '../actions/prix/getBalance.js'
import { registerSbn } from '../actions/sbns/registerSbn.js'
import { bond, sbnFee } from '../actions/testing/startMarket.js'
import { eventually } from '../internal/testing/eventually.js'
import { once } from '../internal/testing/once.js'
import { memory } from '../store/memory/memory.js'
import type { GatewayEvents } from './events.js'
import type { Gateway, GatewayParameters } from './gateway.js'
import { openPasses, passes } from './tables.js'
import { startRogueSbn } from './testing/startRogueSbn.js'

let market: Awaited<ReturnType<typeof startRogueSbn>>
const running: Gateway[] = []
beforeAll(async () => {
  market = await startRogueSbn()
})
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close()
})
afterAll(() => market.close())

async function start(overrides: Partial<GatewayParameters> = {}) {
  const created = await market.createGateway(overrides)
  running.push(created.gateway)
  await created.gateway.start()
  return created
}

const next = <name extends keyof GatewayEvents>(gateway: Gateway, name: name, passId: string) =>
  once<GatewayEvents[name]>(
    (listener) => gateway.on(name, listener),
    (event) => (event as { passId: string }).passId === passId,
  )

describe('a pass that the gateway did not agree to is given up, and its buyer gets the money back:', () => {
  // Of low order: whatever the other key is, the secret is zero.
  const lowOrder = `0x${'0'.repeat(64)}` as const
  test.each([
    ['service', { details: { service: 'vpn' } }],
    ['driver', { details: { driver: 'pigeon' } }],
    ['mbps', { price: 100_000n, details: { mbps: 11 } }],
    ['price', { price: 999n }],
    ['clientKey', { details: { clientKey: lowOrder } }],
    ['recipientKey', { details: { recipientKey: lowOrder } }],
  ] as const)('another %s', async (field, change) => {
    const { admitted, client, gateway } = await start()
    const { buy, buyer, passId, terms } = await market.sell(client, change)
    const refused = next(gateway, 'passRefused', passId)
    const ended = next(gateway, 'passEnded', passId)
    const account = buyer.account.address
    const before = await getBalance(buyer, { account })
    await buy()
    expect((await refused).error).toMatchObject({ code: 'TERMS_REFUSED', field })
    await ended
    const paid = before - (await getBalance(buyer, { account }))
    expect(paid).toBeLessThan(terms.price / 20n)
    expect(await getPass(buyer, { passId })).toMatchObject({ ended: true })
    expect(admitted()).not.toContain(passId)
    expect(market.delivered).not.toContain(passId)
  })

  test('another SBN than the one that the gateway is with now', async () => {
    const { admitted, client, gateway } = await start()
    const other = await market.createClient({ prix: bond })
    const { contracts, encryptionKey, mined } = market
    await mined(approve(other, { spender: contracts.marketplace, amount: bond }))
    await mined(registerSbn(other, { encryptionKey, fee: sbnFee, url: 'https://other.example' }))
    const registration = { sequence: 1n, sealedEndpoint: '0x5ea1ed', floorPrice: 0n } as const
    const { address } = client.account
    await mined(
      registerGateway(client, { ...registration, sbn: other.account.address, payee: address }),
    )
    const { buy, passId } = await market.sell(client, {}, other)
    const refused = next(gateway, 'passRefused', passId)
    const ended = next(gateway, 'passEnded', passId)
    await buy()
    expect((await refused).error).toMatchObject({ code: 'TERMS_REFUSED', field: 'sbn' })
    await ended
    expect(admitted()).not.toContain(passId)
  })
})

test('what was agreed to is served on after the owner asks for more', async () => {
  const store = memory()
  const { client, gateway } = await start({ store })
  const { buy, passId } = await market.sell(client, {})
  const delivered = next(gateway, 'delivered', passId)
  await buy()
  await delivered
  await gateway.close()

  const again = await start({ client, store, floorPrice: 2_000n, services: ['vpn'] })
  await eventually(again.admitted).toContain(passId)
  const { passId: cheap, buy: buyCheap } = await market.sell(client, {
    price: 1_999n,
    details: { service: 'vpn' },
  })
  const refused = next(again.gateway, 'passRefused', cheap)
  await buyCheap()
  expect((await refused).error).toMatchObject({ field: 'price' })
  expect(again.admitted()).toContain(passId)
})

test('an SBN that is slow about some passes holds up neither the others nor the end of one', async () => {
  const { admitted, client, gateway } = await start()
  const left = await market.sell(client, {})
  const delivered = next(gateway, 'delivered', left.passId)
  await left.buy()
  await delivered
  expect(admitted()).toContain(left.passId)

  const slow = [await market.sell(client, {}), await market.sell(client, {})]
  const quick = await market.sell(client, {})
  for (const { passId } of slow) market.silent.add(passId)
  for (const { buy } of slow) await buy()
  const served = next(gateway, 'delivered', quick.passId)
  await quick.buy()
  await served
  // All rounds from here on wait for the slow ones.
  const ended = next(gateway, 'passEnded', left.passId)
  await market.mined(leave(left.buyer, { terms: left.terms }))
  await ended
  await eventually(admitted).not.toContain(left.passId)
  expect(market.delivered).not.toContain(slow[0]?.passId)
  expect((await gateway.passes()).map(({ ended, passId }) => ({ ended, passId }))).toHaveLength(4)
})

test('a pass whose details the SBN has lost is given up in the end, and a new process says so again', async () => {
  const store = memory()
  const { client, gateway } = await start({ store, patience: 0 })
  const { buy, buyer, passId, terms } = await market.sell(client, {})
  market.forget(passId)
  const account = buyer.account.address
  const before = await getBalance(buyer, { account })
  const refused = next(gateway, 'passRefused', passId)
  const ended = next(gateway, 'passEnded', passId)
  await buy()
  expect((await refused).error).toMatchObject({ code: 'PASS_UNSERVED', paymentState: 'pending' })
  await ended
  expect(before - (await getBalance(buyer, { account }))).toBeLessThan(terms.price / 20n)
  expect(await gateway.passes()).toMatchObject([{ refused: 'unserved', ended: true }])
})

test('a refusal that was written down and not told is told by the next process', async () => {
  const store = memory()
  const first = await start({ store })
  const { buy, passId } = await market.sell(first.client, {})
  const delivered = next(first.gateway, 'delivered', passId)
  await buy()
  await delivered
  await first.gateway.close()
  // As a process leaves it that dies in between.
  await store.transaction(async (tx) => {
    await openPasses.put(tx, passId, { passId, refused: true })
    await passes.update(tx, passId, (row) => ({ ...row, refused: 'driver' }))
  })
  const again = await market.createGateway({ client: first.client, store })
  running.push(again.gateway)
  const told = next(again.gateway, 'passRefused', passId)
  const ended = next(again.gateway, 'passEnded', passId)
  await again.gateway.start()
  expect((await told).error).toMatchObject({ code: 'TERMS_REFUSED', field: 'driver' })
  await ended
})

test('a delivered pass whose driver was taken away is given up instead of failing for ever', async () => {
  const store = memory()
  const first = await start({ store })
  const { buy, passId } = await market.sell(first.client, {})
  const delivered = next(first.gateway, 'delivered', passId)
  await buy()
  await delivered
  await first.gateway.close()
  const drivers = [{ ...socks({ host: '127.0.0.1', port: 0 }), name: 'another' }]
  const again = await market.createGateway({ client: first.client, store, drivers })
  running.push(again.gateway)
  const told = next(again.gateway, 'passRefused', passId)
  const ended = next(again.gateway, 'passEnded', passId)
  await again.gateway.start()
  expect((await told).error).toMatchObject({ code: 'TERMS_REFUSED', field: 'driver' })
  await ended
})
