import { socks } from '@passband/tunnel/socks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getBalance } from '../../actions/prix/getBalance.js'
import { createDevnet } from '../../devnet/createDevnet.js'
import type { Devnet } from '../../devnet/types.js'
import { Gateway } from '../../gateway/gateway.js'
import { once } from '../../internal/testing/once.js'
import type { SbnEvents } from '../../sbn/events.js'
import { memory } from '../../store/memory/memory.js'
import { Subscriber } from '../subscriber.js'
import type { ConnectionEvents } from './events.js'
import { keepConnected } from './keepConnected.js'
import type { Connection } from './types.js'

const requirements = { service: 'proxy', country: 'DE', mbps: 1, duration: '1h' } as const
const maxPrice = 1_000_000_000n
/** Gateways that died, and what the SBN says about them. */
const refused: Promise<SbnEvents['gatewayRefused']>[] = []
/** What an hour costs here, PRIX base units. */
const hour = 5_000_000n

let devnet: Devnet
beforeAll(async () => {
  // Some of them die, and one that lives can be refused for a while, when it is looked at while the machine is busy.
  const gateways = ['DE', 'DE', 'DE', 'DE', 'DE', 'NL', 'FR', 'US'].map((country) => ({ country }))
  const throughput = { bytes: 1024 * 1024 }
  devnet = await createDevnet({ gateways, checkInterval: 300, throughput })
})
afterAll(() => devnet.close())

async function createSubscriber() {
  const client = await devnet.createClient()
  const store = memory()
  const start = () => new Subscriber({ client, sbn: devnet.url, drivers: [socks()], store })
  const balance = () => getBalance(client, { account: client.account.address })
  const before = await balance()
  return { balance, spent: async () => before - (await balance()), start, subscriber: start() }
}

/** All that a connection tells, in order. */
function record(connection: Connection) {
  const told: {
    [name in keyof ConnectionEvents]: [name, ConnectionEvents[name]]
  }[keyof ConnectionEvents][] = []
  for (const name of ['connected', 'lost', 'retrying', 'moved', 'ended'] as const)
    connection.on(name, (event) => void told.push([name, event] as never))
  return { told, names: () => told.map(([name]) => name) }
}

const next = <name extends keyof ConnectionEvents>(connection: Connection, name: name) =>
  once<ConnectionEvents[name]>((listener) => connection.on(name, listener))

const find = (account: string) =>
  devnet.gateways.find((gateway) => gateway.account === account) ?? expect.fail()

async function ask(connection: { session: Awaited<ReturnType<Connection['ready']>> | undefined }) {
  const session = connection.session as { fetch(url: string): Promise<Response> } | undefined
  const response = await session?.fetch(`http://${devnet.origin.host}/`)
  return (await response?.json()) as { address: string }
}

test('a gateway that dies in use is left, and another in the same country bought for the rest', async () => {
  const { spent, subscriber } = await createSubscriber()
  await using connection = await keepConnected(subscriber, requirements, {
    maxPrice,
    failover: 'country',
    attempts: 2,
    retryDelay: 50,
  })
  const { names, told } = record(connection)
  const first = connection.pass
  const session = connection.session ?? expect.fail()
  expect(connection.status).toBe('connected')
  expect(await ask(connection)).toMatchObject({ address: find(first.terms.gateway).exitAddress })

  const lost = next(connection, 'lost')
  const moved = next(connection, 'moved')
  await find(first.terms.gateway).close()
  expect(await lost).toMatchObject({ passId: first.id, reason: 'sessionClosed' })
  expect(connection.status).not.toBe('connected')
  expect(connection.session).toBeUndefined()
  await expect(session.fetch(`http://${devnet.origin.host}/`)).rejects.toMatchObject({
    code: 'SESSION_CLOSED',
  })

  const { from, to, reason } = await moved
  await connection.ready()
  const second = connection.pass
  expect(reason).toBe('unreachable')
  expect(from).toMatchObject({ passId: first.id, gateway: first.terms.gateway })
  expect(to).toMatchObject({ passId: second.id, gateway: second.terms.gateway })
  expect(second.terms.gateway).not.toBe(first.terms.gateway)
  expect(second.details?.country).toBe('DE')
  expect(await ask(connection)).toMatchObject({ address: find(second.terms.gateway).exitAddress })
  expect(names()).toEqual(['lost', 'retrying', 'moved', 'connected'])
  expect(told[1]).toMatchObject(['retrying', { reason: 'sessionClosed', attempt: 1 }])

  // The first one is left and was little used; the second one runs as long as the first one would have.
  expect(await first.status()).toMatchObject({ ended: true })
  expect(from.owed).toBeLessThan(hour / 20n)
  const { start } = await first.status()
  const { end } = await second.status()
  expect(end - start).toBeGreaterThanOrEqual(3_600 - 2)
  expect(end - start).toBeLessThanOrEqual(3_600 + 2)
  expect(await spent()).toBe(from.owed + to.price)
  expect(connection.spent).toBe(from.owed + to.price)

  await connection.close({ leave: true })
  expect(await second.status()).toMatchObject({ ended: true })
  expect(connection.spent).toBe(await spent())
})

test('a gateway that dies before it delivers costs the minimum, and another one delivers', async () => {
  const { spent, subscriber } = await createSubscriber()
  const { signed } = await subscriber.quote(requirements)
  const { gateway: dead, minimum } = signed.message.terms
  await find(dead).close()
  refused.push(
    once(
      (listener) => devnet.sbn.on('gatewayRefused', listener),
      (event) => event.gateway === dead,
    ),
  )
  await using connection = await keepConnected(subscriber, requirements, {
    maxPrice,
    timeoutSeconds: 1,
    retryDelay: 50,
  })
  expect(connection.pass.terms.gateway).not.toBe(dead)
  const { price } = connection.pass.terms
  const owed = (await spent()) - price
  expect(owed).toBeGreaterThanOrEqual(minimum)
  expect(owed).toBeLessThanOrEqual(minimum + hour / 100n)
  // Nobody got anything yet when it was left: the whole time is still to come.
  expect(connection.pass.terms.duration).toBe(3_600)
  await connection.close({ leave: true })
})

test('with any country, the next gateway may be elsewhere when there is no other at home', async () => {
  const { subscriber } = await createSubscriber()
  await using connection = await keepConnected(
    subscriber,
    { ...requirements, country: 'FR' },
    { maxPrice, failover: 'any', attempts: 1, timeoutSeconds: 2 },
  )
  const moved = next(connection, 'moved')
  await find(connection.pass.terms.gateway).close()
  await moved
  // It may have been to one that died before, and then on.
  await connection.ready()
  const { country, exitAddress } = find(connection.pass.terms.gateway)
  expect(country).not.toBe('FR')
  expect(await ask(connection)).toMatchObject({ address: exitAddress })
  await connection.close({ leave: true })
})

test('without failover it ends with the reason, and the pass can still be left', async () => {
  const { spent, subscriber } = await createSubscriber()
  await using connection = await keepConnected(
    subscriber,
    { ...requirements, country: 'US' },
    { maxPrice, failover: 'none' },
  )
  const { names } = record(connection)
  const { pass } = connection
  await find(pass.terms.gateway).close()
  expect(await connection.closed).toEqual({ reason: 'sessionClosed' })
  expect(connection.status).toBe('ended')
  expect(names()).toEqual(['lost', 'ended'])
  await expect(connection.ready()).rejects.toMatchObject({
    code: 'CONNECTION_ENDED',
    reason: 'sessionClosed',
    paymentState: 'paid',
  })
  expect(await pass.status()).toMatchObject({ active: true })
  await connection.close({ leave: true })
  expect(await spent()).toBeLessThan(hour / 20n)
})

describe('with a gateway that comes back', () => {
  /** A gateway on a port of its own, in NL, that can be started again. */
  async function createGateway() {
    const client = await devnet.createClient({ prix: 0n })
    const store = memory()
    const exit = devnet.gateways.find(({ country }) => country === 'NL')?.exitAddress
    const { origin } = devnet
    let port = 0
    const start = async () => {
      const driver = socks({
        host: '127.0.0.1',
        port,
        localAddress: exit,
        allow: ['127.0.0.1/32'],
        resolver: async () => [{ address: '127.0.0.1', port: origin.httpPort }],
      })
      const watched: typeof driver = {
        ...driver,
        async serve(parameters) {
          const server = await driver.serve(parameters)
          port = server.endpoint.port
          return server
        },
      }
      const gateway = new Gateway({
        client,
        sbn: devnet.url,
        drivers: [watched],
        services: ['cdn'],
        mbps: 10,
        store,
        confirmations: 0,
        pollingInterval: 50,
      })
      await gateway.start()
      return gateway
    }
    const trusted = once<SbnEvents['gatewayTrusted']>(
      (listener) => devnet.sbn.on('gatewayTrusted', listener),
      ({ gateway }) => gateway === client.account.address,
    )
    const first = await start()
    await trusted
    return { account: client.account.address, first, start }
  }

  test('the same pass is used again, and nothing more is paid', async () => {
    const others = devnet.gateways.map(({ account }) => account)
    const { account, first, start } = await createGateway()
    const { spent, subscriber } = await createSubscriber()
    await using connection = await keepConnected(
      subscriber,
      { ...requirements, country: 'NL', service: 'cdn', exclude: others },
      { maxPrice, failover: 'same', retryDelay: 50 },
    )
    const { names } = record(connection)
    const { pass } = connection
    expect(pass.terms.gateway).toBe(account)
    const lost = next(connection, 'lost')
    await first.close()
    await lost
    await using _again = await start()
    await connection.ready()
    expect(connection.pass.id).toBe(pass.id)
    expect(names().filter((name) => name !== 'retrying')).toEqual(['lost', 'connected'])
    expect((await ask(connection)).address).toMatch(/^127\.0\.0\./)
    expect(await spent()).toBe(pass.terms.price)
    expect(connection.spent).toBe(pass.terms.price)
    await connection.close({ leave: true })
  })
})

test('the next pass is not bought above the budget, and the last one is left all the same', async () => {
  const { spent, subscriber } = await createSubscriber()
  const { total } = await subscriber.quote(requirements)
  await using connection = await keepConnected(subscriber, requirements, {
    maxPrice: total,
    attempts: 1,
  })
  const { pass } = connection
  await find(pass.terms.gateway).close()
  expect(await connection.closed).toMatchObject({
    reason: 'budget',
    error: { code: 'PRICE_ABOVE_BUDGET', paymentState: 'unpaid' },
  })
  expect(await pass.status()).toMatchObject({ ended: true })
  expect(await spent()).toBe(connection.spent)
  expect(connection.spent).toBeLessThan(total / 20n)
})

test('it is over when the time is over', async () => {
  const { subscriber } = await createSubscriber()
  await using connection = await keepConnected(
    subscriber,
    { ...requirements, country: 'NL', duration: '3s' },
    { maxPrice, retryDelay: 50 },
  )
  expect(await connection.closed).toMatchObject({ reason: 'completed' })
  expect(await connection.pass.status()).toMatchObject({ active: false })
})

test('closed without leaving, it goes on with the same pass under the same key', async () => {
  const { spent, start, subscriber } = await createSubscriber()
  const wanted = { ...requirements, country: 'NL' }
  const options = { maxPrice, key: 'home' }
  const first = await keepConnected(subscriber, wanted, options)
  const { id } = first.pass
  await expect(keepConnected(start(), wanted, options)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  })
  await first.close()
  expect(first.status).toBe('ended')
  await expect(first.ready()).rejects.toMatchObject({ reason: 'closed', paymentState: 'paid' })

  const again = await keepConnected(start(), wanted, options)
  expect(again.pass.id).toBe(id)
  expect(await spent()).toBe(again.pass.terms.price)
  await again.close({ leave: true })
  const other = await keepConnected(start(), wanted, options)
  expect(other.pass.id).not.toBe(id)
  await other.close({ leave: true })
})

test('what is wrong before anything is bought is told as it is', async () => {
  const { subscriber } = await createSubscriber()
  await expect(
    keepConnected(subscriber, { ...requirements, country: 'IS' }, { maxPrice }),
  ).rejects.toMatchObject({ code: 'NO_GATEWAY_FITS', paymentState: 'unpaid' })
  await expect(keepConnected(subscriber, requirements, { maxPrice: 1n })).rejects.toMatchObject({
    code: 'PRICE_ABOVE_BUDGET',
    paymentState: 'unpaid',
  })
  await expect(
    keepConnected(subscriber, requirements, { maxPrice: 5 as never }),
  ).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(
    keepConnected(subscriber, requirements, { maxPrice, signal: AbortSignal.abort('enough') }),
  ).rejects.toBe('enough')
  await expect(keepConnected({} as never, requirements, { maxPrice })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  })
})

test('the SBN soon looks after gateways that buyers left', async () => {
  const reasons = (await Promise.all(refused)).map(({ reason }) => reason)
  expect(reasons).toEqual(['GONE'])
})
