import { socks } from '@passband/tunnel/socks'
import { createClient, http, zeroAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { waitForTransactionReceipt } from 'viem/actions'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { getGateway } from '../actions/gateways/getGateway.js'
import { unregisterGateway } from '../actions/gateways/unregisterGateway.js'
import { getBalance } from '../actions/prix/getBalance.js'
import { createDevnet } from '../devnet/createDevnet.js'
import type { Devnet, DevnetClient } from '../devnet/types.js'
import { eventually } from '../internal/testing/eventually.js'
import { once } from '../internal/testing/once.js'
import type { SbnEvents } from '../sbn/events.js'
import { memory } from '../store/memory/memory.js'
import type { Store } from '../store/store.js'
import { Subscriber } from '../subscriber/subscriber.js'
import type { GatewayEvents } from './events.js'
import { Gateway, type GatewayParameters } from './gateway.js'

const requirements = { service: 'proxy', country: 'DE', mbps: 1, duration: '1h' } as const
const maxPrice = 1_000_000_000n

let devnet: Devnet
beforeAll(async () => {
  // One place on the map, and nobody there yet.
  devnet = await createDevnet({ gateways: [{ country: 'DE' }], checkInterval: 1 })
  await devnet.gateways[0]?.gateway.unregister()
  await devnet.gateways[0]?.close()
})
afterAll(() => devnet.close())

// A dead gateway would be trusted for a while, and the next test's purchase might go to it. The SBN
// reads that it is gone before it reads of the next one, for which every test waits.
const created: { client: DevnetClient; gateway: Gateway }[] = []
afterEach(async () => {
  for (const { client, gateway } of created.splice(0)) {
    await gateway.close()
    const sbn = devnet.sbnAccount
    if (!(await getGateway(client, { gateway: client.account.address, sbn }))) continue
    const hash = await unregisterGateway(client, { sbn })
    await waitForTransactionReceipt(client, { hash })
  }
})

type Overrides = Partial<GatewayParameters> & { store?: Store; listen?: number }

async function createGateway({ listen = 0, ...overrides }: Overrides = {}) {
  const client = overrides.client ?? (await devnet.createClient({ prix: 0n }))
  const gateway = new Gateway({
    client,
    sbn: devnet.url,
    drivers: [
      socks({
        host: '127.0.0.1',
        port: listen,
        localAddress: '127.0.0.11',
        allow: ['127.0.0.1/32'],
        resolver: async () => [{ address: '127.0.0.1', port: devnet.origin.httpPort }],
      }),
    ],
    services: ['proxy'],
    mbps: 100,
    store: memory(),
    confirmations: 0,
    pollingInterval: 100,
    ...overrides,
  })
  created.push({ client, gateway })
  const account = client.account.address
  const trusted = once<SbnEvents['gatewayTrusted']>(
    (listener) => devnet.sbn.on('gatewayTrusted', listener),
    (event) => event.gateway === account,
  )
  return { account, client, gateway, trusted }
}

async function buy() {
  const client = await devnet.createClient()
  const subscriber = new Subscriber({ client, sbn: devnet.url, drivers: [socks()] })
  const pass = await subscriber.buy(requirements, { maxPrice })
  return { client, pass, subscriber }
}

const fetchOrigin = (session: { fetch: typeof fetch }) =>
  session.fetch(`http://${devnet.origin.host}/`)

describe('Gateway', () => {
  test('registers, is trusted, serves, gives up, and unregisters', async () => {
    const { account, client, gateway, trusted } = await createGateway({ floorPrice: 15_000_000n })
    await gateway.start()
    expect((await trusted).status).toMatchObject({ country: 'DE', trusted: true })
    expect(await gateway.status()).toMatchObject({ trusted: true, floorPrice: 15_000_000n })

    const { client: buyer, pass } = await buy()
    expect(pass.terms).toMatchObject({ gateway: account, payee: account })
    // Never below the floor: 1 Mbit/s for one hour.
    expect(pass.terms.price).toBeGreaterThanOrEqual(15_000_000n)
    const session = await pass.connect()
    expect((await fetchOrigin(session)).status).toBe(200)

    const before = await getBalance(buyer, { account: buyer.account.address })
    await gateway.giveUp(pass.id)
    const after = await getBalance(buyer, { account: buyer.account.address })
    expect(after - before).toBeGreaterThan((pass.terms.price * 95n) / 100n)
    expect(await session.closed).toBe('revoked')
    await expect(pass.connect()).rejects.toMatchObject({ code: 'PASS_ENDED' })
    expect(await gateway.passes()).toMatchObject([{ passId: pass.id, ended: true }])

    await gateway.unregister()
    expect(await getGateway(client, { gateway: account, sbn: devnet.sbnAccount })).toBeUndefined()
  })

  test('comes back after a restart as the same, and serves what still runs', async () => {
    const store = memory()
    const first = await createGateway({ store })
    await first.gateway.start()
    await first.trusted
    const { pass } = await buy()
    const before = await pass.connectionInfo()
    await first.gateway.close()
    await expect(pass.connect()).rejects.toMatchObject({ retryable: true })

    const again = await createGateway({
      store,
      client: first.client,
      listen: before.connection.port,
    })
    await again.gateway.start()
    const session = await pass.connect()
    expect((await fetchOrigin(session)).status).toBe(200)
    expect((await pass.connectionInfo()).connection).toEqual(before.connection)
    await session.close()
  })

  test('tells its owner why the SBN does not assign it', async () => {
    const wrong = await createGateway({
      drivers: [
        socks({ host: '127.0.0.1', port: 0, localAddress: '127.0.0.99', allow: ['127.0.0.1/32'] }),
      ],
    })
    const refused = once<SbnEvents['gatewayRefused']>(
      (listener) => devnet.sbn.on('gatewayRefused', listener),
      ({ gateway }) => gateway === wrong.account,
    )
    await wrong.gateway.start()
    // The only geo source of this network does not know where 127.0.0.99 is.
    expect(await refused).toMatchObject({ reason: 'COUNTRY_UNKNOWN' })
    expect(await wrong.gateway.status()).toMatchObject({
      trusted: false,
      reason: 'COUNTRY_UNKNOWN',
    })
  })

  test('is dropped when it goes away, and taken back when it returns', async () => {
    const store = memory()
    const first = await createGateway({ store })
    await first.gateway.start()
    await first.trusted
    const gone = once<SbnEvents['gatewayRefused']>(
      (listener) => devnet.sbn.on('gatewayRefused', listener),
      ({ gateway }) => gateway === first.account,
    )
    await first.gateway.close()
    expect(await gone).toMatchObject({ reason: 'GONE' })
    await expect(buy()).rejects.toMatchObject({ code: 'NO_GATEWAY_FITS' })

    const again = await createGateway({ store, client: first.client })
    await again.gateway.start()
    await again.trusted
    const { pass } = await buy()
    expect(pass.terms.gateway).toBe(first.account)
  })

  test('dies in use: the session says so, and the buyer gets the rest back', async () => {
    const { gateway, trusted } = await createGateway()
    await gateway.start()
    await trusted
    const { pass } = await buy()
    const session = await pass.connect()
    expect((await fetchOrigin(session)).status).toBe(200)
    await gateway.close()
    expect(await session.closed).toMatch(/closed|failed/)
    const failure = await fetchOrigin(session).catch((error: unknown) => error)
    expect([failure, (failure as Error).cause]).toContainEqual(
      expect.objectContaining({ code: 'SESSION_CLOSED' }),
    )
    const { refund } = await pass.leave()
    expect(refund).toBeGreaterThan(0n)
  })

  test('tells what it does', async () => {
    const { gateway, trusted } = await createGateway()
    const told: string[] = []
    const names = ['listening', 'registered', 'passPurchased', 'delivered', 'passEnded'] as const
    for (const name of names) gateway.on(name, () => told.push(name))
    await gateway.start()
    await trusted
    const { pass } = await buy()
    await pass.connectionInfo()
    const ended = once<GatewayEvents['passEnded']>((listener) => gateway.on('passEnded', listener))
    await pass.leave()
    await ended
    expect(told).toEqual(names)
  })

  test('tells who comes and goes, and says nothing of the SBN’s checks', async () => {
    const { account, gateway, trusted } = await createGateway()
    const told: unknown[] = []
    for (const name of ['sessionOpened', 'sessionClosed', 'refused'] as const)
      gateway.on(name, (event) => told.push([name, event]))
    await gateway.start()
    await trusted
    const { pass } = await buy()
    const closed = once<GatewayEvents['sessionClosed']>((tell) => gateway.on('sessionClosed', tell))
    const session = await pass.connect()
    await session.close()
    await closed
    const { connection } = await pass.connectionInfo()
    const stranger = socks().connect(connection, {
      passId: pass.id,
      clientSecret: crypto.getRandomValues(new Uint8Array(32)),
      allow: ['127.0.0.1/32'],
    })
    await expect(stranger).rejects.toMatchObject({ code: 'CREDENTIALS_REJECTED' })
    const event = { passId: pass.id, driver: 'socks' }
    await eventually(() => told).toMatchObject([
      ['sessionOpened', event],
      ['sessionClosed', event],
      ['refused', { driver: 'socks', code: 'CREDENTIALS_REJECTED' }],
    ])
    expect(JSON.stringify(told)).not.toContain(account)
  })

  test('can be asked by those whom it tells, and so can the SBN', async () => {
    const { account, gateway, trusted } = await createGateway()
    const seen = new Promise((resolve, reject) => {
      devnet.sbn.once('gatewaySeen', () => devnet.sbn.gateways().then(resolve, reject))
    })
    const purchased = new Promise((resolve, reject) => {
      gateway.on('passPurchased', () => gateway.passes().then(resolve, reject))
    })
    await gateway.start()
    expect(await seen).toContainEqual(expect.objectContaining({ gateway: account }))
    await trusted
    const { pass } = await buy()
    expect(await purchased).toMatchObject([{ passId: pass.id, ended: false }])
  })

  test('closes what it had opened when it cannot start', async () => {
    const { gateway } = await createGateway({ sbn: 'http://127.0.0.1:1' })
    await expect(gateway.status()).rejects.toMatchObject({ code: 'NOT_RUNNING' })
    await expect(gateway.start()).rejects.toMatchObject({ code: 'SBN_UNREACHABLE' })
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(gateway.passes({ signal })).rejects.toThrow('enough')
    expect(await gateway.passes()).toEqual([])
  })
})

describe('the constructor refuses', () => {
  const account = privateKeyToAccount(`0x${'1'.repeat(64)}`)
  const transport = http('http://127.0.0.1:1')
  const local = () => createClient({ account, chain: devnet.chain, transport })
  test.each([
    [
      'an account that cannot sign here',
      () => ({ client: createClient({ account: zeroAddress, chain: devnet.chain, transport }) }),
    ],
    ['no drivers', () => ({ drivers: [] })],
    ['no services', () => ({ services: [] })],
    ['no bandwidth', () => ({ mbps: 0 })],
    ['a part of a megabit', () => ({ mbps: 1.5 })],
    ['more bandwidth than there is', () => ({ mbps: 1_000_001 })],
    ['a service that there is not', () => ({ services: ['telephone'] })],
    ['a payee that is no address', () => ({ payee: '0x1234' })],
    ['two drivers of one name', () => ({ drivers: [socks(), socks()] })],
    ['a floor that does not fit', () => ({ floorPrice: 2n ** 64n })],
  ])('%s', (_, change) => {
    const parameters = {
      client: local(),
      sbn: devnet.url,
      drivers: [socks()],
      services: ['proxy'],
      mbps: 1,
      store: memory(),
      ...change(),
    }
    expect(() => new Gateway(parameters as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
  })
})
