import type { ConnectParameters } from '@passband/tunnel'
import { socks } from '@passband/tunnel/socks'
import { createClient, http, parseEther, zeroAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { getTransactionCount } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getBalance } from '../actions/prix/getBalance.js'
import { createDevnet } from '../devnet/createDevnet.js'
import type { Devnet } from '../devnet/types.js'
import type { GatewayEvents } from '../gateway/events.js'
import { once } from '../internal/testing/once.js'
import { memory as memoryMessenger } from '../messaging/memory.js'
import type { SbnEvents } from '../sbn/events.js'
import { memory } from '../store/memory/memory.js'
import type { Quote } from './quote.js'
import { Subscriber } from './subscriber.js'

const requirements = { service: 'proxy', country: 'DE', mbps: 1, duration: '1h' } as const
const maxPrice = 1_000_000_000n
const devnetAccount = '0x9999999999999999999999999999999999999999'

let devnet: Devnet
beforeAll(async () => {
  devnet = await createDevnet({ gateways: [{ country: 'DE' }, { country: 'NL' }] })
})
afterAll(() => devnet.close())

async function createSubscriber(funds?: { prix?: bigint; eth?: bigint }) {
  const client = await devnet.createClient(funds)
  const store = memory()
  const subscriber = new Subscriber({ client, sbn: devnet.url, drivers: [socks()], store })
  const balance = () => getBalance(client, { account: client.account.address })
  const sent = () => getTransactionCount(client, { address: client.account.address })
  return { balance, client, sent, store, subscriber }
}

describe('the way of a purchase', () => {
  test('buys by country, sends traffic through that gateway, and leaves with the rest', async () => {
    const { balance, subscriber } = await createSubscriber()
    const before = await balance()
    const quote = await subscriber.quote(requirements)
    const pass = await subscriber.buy(quote, { maxPrice })
    expect(await balance()).toBe(before - quote.total)

    const session = await pass.connect()
    const response = await session.fetch(`http://${devnet.origin.host}/whoami`)
    expect(response).toBeInstanceOf(Response)
    const gateway = devnet.gateways.find(({ account }) => account === pass.terms.gateway)
    expect(await response.json()).toMatchObject({ address: gateway?.exitAddress })
    expect(gateway?.country).toBe('DE')
    await session.close()

    const { owed, refund } = await pass.leave()
    expect(owed + refund).toBe(quote.total)
    expect(owed).toBeGreaterThanOrEqual(quote.minimum)
    expect(owed).toBeLessThan(quote.total / 50n)
    expect(await balance()).toBe(before - owed)
    expect(await pass.status()).toMatchObject({ active: false, ended: true })
  })

  test('lets a pass run to its end, after which its gateway is paid and nobody gets in', async () => {
    const { client } = await createSubscriber()
    const driver = socks()
    const used: ConnectParameters[] = []
    const watched: typeof driver = {
      ...driver,
      connect(connection, parameters) {
        used.push(parameters)
        return driver.connect(connection, parameters)
      },
    }
    const subscriber = new Subscriber({ client, sbn: devnet.url, drivers: [watched] })
    const quote = await subscriber.quote({ ...requirements, country: 'NL', duration: '4s' })
    const gateway = devnet.gateways.find(({ country }) => country === 'NL') ?? expect.fail()
    const { payee } = gateway
    const before = await getBalance(client, { account: payee })
    const pass = await subscriber.buy(quote, { maxPrice })
    const ended = once<GatewayEvents['passEnded']>(
      (listener) => gateway.gateway.on('passEnded', listener),
      ({ passId }) => passId === pass.id,
    )
    const session = await pass.connect()
    const { connection } = await pass.connectionInfo()
    const answer = await session.fetch(`http://${devnet.origin.host}/`)
    expect(answer.status).toBe(200)

    expect(await ended).toMatchObject({ owed: quote.total, refund: 0n })
    expect(await session.closed).toMatch(/expired|revoked/)
    expect(await getBalance(client, { account: payee })).toBe(before + quote.total - quote.fee)
    await expect(pass.connect()).rejects.toMatchObject({ code: 'PASS_ENDED', paymentState: 'paid' })
    await expect(pass.leave()).rejects.toMatchObject({ code: 'PASS_ALREADY_ENDED' })
    // The secret alone does not help any more either.
    const keys = {
      passId: pass.id,
      clientSecret: new Uint8Array(32).fill(7),
      allow: ['127.0.0.0/8'],
    }
    await expect(socks().connect(connection, keys)).rejects.toMatchObject({
      code: 'CREDENTIALS_REJECTED',
    })
  })

  test('works over the memory messenger as over HTTP', async () => {
    const client = await devnet.createClient()
    const sbn = memoryMessenger(await devnet.sbn.api())
    await using subscriber = new Subscriber({ client, sbn, drivers: [socks()] })
    const pass = await subscriber.buy(requirements, { maxPrice })
    await using session = await pass.connect()
    expect((await session.fetch(`http://${devnet.origin.host}/`)).status).toBe(200)
  })

  test('gives connection info for a driver that it knows by name only, and connects with none', async () => {
    const client = await devnet.createClient()
    await using subscriber = new Subscriber({ client, sbn: devnet.url, drivers: ['socks'] })
    const pass = await subscriber.buy(requirements, { maxPrice })
    expect((await pass.connectionInfo()).connection.driver).toBe('socks')
    await expect(pass.connect()).rejects.toMatchObject({
      code: 'DRIVER_MISSING',
      paymentState: 'paid',
    })
    expect((await pass.leave()).refund).toBeGreaterThan(0n)
  })

  test('tells what it does, in order', async () => {
    const { subscriber } = await createSubscriber()
    const told: string[] = []
    for (const name of [
      'quoted',
      'purchaseSent',
      'paid',
      'delivered',
      'connected',
      'left',
    ] as const)
      subscriber.on(name, () => told.push(name))
    const pass = await subscriber.buy(requirements, { maxPrice })
    await (await pass.connect()).close()
    await pass.leave()
    expect(told).toEqual(['quoted', 'purchaseSent', 'paid', 'delivered', 'connected', 'left'])
  })
})

describe('quote', () => {
  test('is a dry run: says what it costs, and sends nothing', async () => {
    const { balance, sent, subscriber } = await createSubscriber()
    const before = await balance()
    const quote = await subscriber.quote(requirements)
    expect(quote).toMatchObject({ approval: 0n, shortfall: 0n })
    expect(quote.fee).toBe((quote.total * 6n) / 100n)
    expect(quote.minimum + quote.refundIfLeftNow).toBe(quote.total)
    expect(quote.gas).toBeGreaterThan(50_000n)
    expect(quote.details).toMatchObject({ country: 'DE', mbps: 1, service: 'proxy' })
    expect(await balance()).toBe(before)
    expect(await sent()).toBe(0)
  })

  test('says what is missing to buy it', async () => {
    const { subscriber } = await createSubscriber({ prix: 1n })
    const quote = await subscriber.quote(requirements)
    expect(quote.shortfall).toBe(quote.total - 1n)
    expect(quote.gas).toBeUndefined()
  })

  test('keeps the endpoint and the country off the chain’s terms', async () => {
    const { subscriber } = await createSubscriber()
    const { signed } = await subscriber.quote(requirements)
    const text = JSON.stringify(signed, (_, value) => String(value) && value?.toString())
    expect(text).not.toMatch(/127\.0\.0/)
  })

  test.each([
    ['a country without gateways', { country: 'FR' }],
    ['more bandwidth than there is', { mbps: 100_000 }],
  ])('says that no gateway fits: %s', async (_, change) => {
    const { subscriber } = await createSubscriber()
    await expect(subscriber.quote({ ...requirements, ...change })).rejects.toMatchObject({
      name: 'NoGatewayFitsError',
      code: 'NO_GATEWAY_FITS',
      paymentState: 'unpaid',
    })
  })

  test.each([
    ['country', { country: 'Germany' }],
    ['mbps', { mbps: 0.5 }],
    ['mbps', { mbps: -1 }],
    ['service', { service: 'ftp' }],
    ['duration', { duration: '1 week' }],
    ['duration', { duration: 0 }],
  ])('names the requirement that is not usable: %s', async (field, change) => {
    const { subscriber } = await createSubscriber()
    await expect(
      subscriber.quote({ ...requirements, ...change } as typeof requirements),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', field: expect.stringContaining(field) })
  })
})

describe('buying the same again', () => {
  test('returns the pass that was bought and pays once, also at the same moment', async () => {
    const { balance, subscriber } = await createSubscriber()
    const before = await balance()
    const quote = await subscriber.quote(requirements)
    const passes = await Promise.all([1, 2, 3].map(() => subscriber.buy(quote, { maxPrice })))
    passes.push(await subscriber.buy(quote, { maxPrice }))
    expect(passes.map(({ id }) => id)).toEqual(Array(4).fill(quote.passId))
    expect(await balance()).toBe(before - quote.total)
  })

  test('under a key of the app gives the same pass, and another key another one', async () => {
    const { balance, client, store, subscriber } = await createSubscriber()
    const before = await balance()
    const buy = (key: string, who = subscriber) => who.buy(requirements, { maxPrice, key })
    const [first, same] = await Promise.all([buy('first'), buy('first')])
    const restarted = new Subscriber({ client, sbn: devnet.url, drivers: [socks()], store })
    const later = await buy('first', restarted)
    expect([same.id, later.id]).toEqual([first.id, first.id])
    expect((await buy('second')).id).not.toBe(first.id)
    expect(await balance()).toBe(before - 2n * first.terms.price)
    await expect(
      subscriber.buy({ ...requirements, mbps: 2 }, { maxPrice, key: 'first' }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'key' })
    await (await later.connect()).close()
  })

  test('several purchases at a time with one key do not take each other’s nonce', async () => {
    const { balance, subscriber } = await createSubscriber()
    const before = await balance()
    const passes = await Promise.all(
      [1, 2, 3].map(() => subscriber.buy(requirements, { maxPrice })),
    )
    expect(new Set(passes.map(({ id }) => id)).size).toBe(3)
    const paid = passes.reduce((sum, { terms }) => sum + terms.price, 0n)
    expect(await balance()).toBe(before - paid)
  })
})

describe('buy refuses, without money moving', () => {
  test('a price above the budget, before the wallet is asked', async () => {
    const { client, sent, store } = await createSubscriber()
    const asked: string[] = []
    const account = new Proxy(client.account, {
      get(target, name, receiver) {
        if (name === 'signTransaction') asked.push(name)
        return Reflect.get(target, name, receiver)
      },
    })
    const watched = { ...client, account }
    const subscriber = new Subscriber({
      client: watched,
      sbn: devnet.url,
      drivers: [socks()],
      store,
    })
    const quote = await subscriber.quote(requirements)
    await expect(subscriber.buy(quote, { maxPrice: quote.total - 1n })).rejects.toMatchObject({
      code: 'PRICE_ABOVE_BUDGET',
      paymentState: 'unpaid',
      price: quote.total,
    })
    expect(asked).toEqual([])
    expect(await sent()).toBe(0)
  })

  const other = `0x${'1'.repeat(64)}`
  const alterations: [path: string, value: unknown][] = [
    ['signed.message.terms.price', 1n],
    ['signed.message.terms.minimum', 0n],
    ['signed.message.terms.duration', 7_200],
    ['signed.message.terms.gateway', zeroAddress],
    ['signed.message.terms.payee', zeroAddress],
    ['signed.message.terms.sbn', zeroAddress],
    ['signed.message.terms.subscriber', zeroAddress],
    ['signed.message.terms.protocolFee', 0],
    ['signed.message.terms.sbnFee', 0],
    ['signed.message.terms.renewUntil', 1],
    ['signed.message.terms.billing', 'metered'],
    ['signed.message.terms.voucherSigner', devnetAccount],
    ['signed.message.terms.details', other],
    ['signed.message.deadline', 2_000_000_000],
    ['signed.details.country', 'NL'],
    ['signed.details.ipType', 'residential'],
    ['signed.details.mbps', 100],
    ['signed.details.driver', 'wireguard'],
    ['signed.details.requestId', other],
    ['signed.details.clientKey', other],
    ['signed.details.recipientKey', other],
    ['signed.signature', `0x${'3'.repeat(130)}`],
    ['total', 0n],
  ]
  test('a quote that was altered in any field', async () => {
    const { sent, subscriber } = await createSubscriber()
    const quote = await subscriber.quote(requirements)
    for (const [path, value] of alterations) {
      const altered = withValue(quote, path.split('.'), value) as Quote
      await expect(subscriber.buy(altered, { maxPrice }), path).rejects.toMatchObject({
        name: 'QuoteAlteredError',
        code: 'QUOTE_ALTERED',
        paymentState: 'unpaid',
      })
    }
    expect(await sent()).toBe(0)
    await subscriber.buy(quote, { maxPrice })
  })

  test('a quote whose pass has ended, and says whether money came back', async () => {
    const { subscriber, sent } = await createSubscriber()
    const quote = await subscriber.quote(requirements)
    const pass = await subscriber.buy(quote, { maxPrice })
    await pass.leave()
    const before = await sent()
    await expect(subscriber.buy(quote, { maxPrice })).rejects.toMatchObject({
      code: 'QUOTE_ALREADY_USED',
      paymentState: 'refunded',
      passId: quote.passId,
    })
    await expect(pass.connect()).rejects.toMatchObject({
      code: 'PASS_ENDED',
      paymentState: 'refunded',
    })
    await expect(pass.leave()).rejects.toMatchObject({
      code: 'PASS_ALREADY_ENDED',
      paymentState: 'refunded',
    })
    expect(await sent()).toBe(before)
  })

  test('when there is too little PRIX', async () => {
    const { sent, subscriber } = await createSubscriber({ prix: 1_000n })
    await expect(subscriber.buy(requirements, { maxPrice })).rejects.toMatchObject({
      code: 'INSUFFICIENT_PRIX',
      paymentState: 'unpaid',
      balance: 1_000n,
    })
    expect(await sent()).toBe(0)
  })

  test('when there is too little for gas, and buys the same quote once there is more', async () => {
    const { client, subscriber, store } = await createSubscriber({ eth: 1n })
    const quote = await subscriber.quote(requirements)
    await expect(subscriber.buy(quote, { maxPrice })).rejects.toMatchObject({
      code: 'INSUFFICIENT_GAS',
      paymentState: 'unpaid',
    })
    const { address } = client.account
    await fund(client, address)
    const again = new Subscriber({ client, sbn: devnet.url, drivers: [socks()], store })
    expect((await again.buy(quote, { maxPrice })).id).toBe(quote.passId)
  })

  test('when the client means another chain than its RPC server', async () => {
    const { client } = await createSubscriber()
    const chain = { ...devnet.chain, id: 1 }
    const wrong = createClient({ account: client.account, chain, transport: http(devnet.rpcUrl) })
    const subscriber = new Subscriber({ client: wrong, sbn: devnet.url, drivers: [socks()] })
    await expect(subscriber.buy(requirements, { maxPrice })).rejects.toMatchObject({
      code: 'WRONG_CHAIN',
      paymentState: 'unpaid',
    })
  })

  test('when the SBN stands on other contracts', async () => {
    const { client } = await createSubscriber()
    const contracts = { ...devnet.contracts, marketplace: devnet.treasury }
    const subscriber = new Subscriber({ client, contracts, sbn: devnet.url, drivers: [socks()] })
    await expect(subscriber.quote(requirements)).rejects.toMatchObject({ code: 'WRONG_CHAIN' })
  })

  test('when the SBN cannot be reached', async () => {
    const { client } = await createSubscriber()
    const subscriber = new Subscriber({
      client,
      sbn: 'http://127.0.0.1:1',
      drivers: [socks()],
    })
    await expect(subscriber.buy(requirements, { maxPrice })).rejects.toMatchObject({
      name: 'SbnUnreachableError',
      code: 'SBN_UNREACHABLE',
      retryable: true,
      paymentState: 'unpaid',
    })
  })
})

describe('passes', () => {
  test('finds what was bought elsewhere, which can be left but not opened', async () => {
    const { client, subscriber } = await createSubscriber()
    const quote = await subscriber.quote(requirements)
    const seen = once<SbnEvents['passPurchased']>(
      (listener) => devnet.sbn.on('passPurchased', listener),
      ({ passId }) => passId === quote.passId,
    )
    const bought = await subscriber.buy(quote, { maxPrice })
    await seen
    const elsewhere = new Subscriber({ client, sbn: devnet.url, drivers: [socks()] })
    const [found] = await elsewhere.passes()
    expect(found?.id).toBe(bought.id)
    expect(found?.details).toEqual(bought.details)
    await expect(found?.connect()).rejects.toMatchObject({ code: 'PASS_KEYS_MISSING' })
    expect((await found?.leave())?.refund).toBeGreaterThan(0n)
  })

  test('are not shown to anybody else', async () => {
    const { subscriber } = await createSubscriber()
    await subscriber.buy(requirements, { maxPrice })
    const stranger = await createSubscriber()
    expect(await stranger.subscriber.passes()).toEqual([])
  })
})

describe('the constructor refuses', () => {
  const account = privateKeyToAccount(`0x${'1'.repeat(64)}`)
  const transport = http('http://127.0.0.1:1')
  test.each([
    [
      'a client without an account',
      () => ({ client: createClient({ chain: devnet.chain, transport }) }),
    ],
    ['a client without a chain', () => ({ client: createClient({ account, transport }) })],
    ['no drivers', () => ({ drivers: [] })],
    ['an SBN that is no URL', () => ({ sbn: 'sbn.example' })],
  ])('%s', (_, change) => {
    const client = createClient({ account, chain: devnet.chain, transport })
    const parameters = { client, sbn: 'http://127.0.0.1:1', drivers: [socks()], ...change() }
    expect(() => new Subscriber(parameters as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
  })
})

/** A copy in which one value is another. */
function withValue(object: unknown, [name = '', ...rest]: string[], value: unknown): unknown {
  const record = object as Record<string, unknown>
  expect(record).toHaveProperty(name)
  return { ...record, [name]: rest.length > 0 ? withValue(record[name], rest, value) : value }
}

async function fund(client: Parameters<typeof getBalance>[0], address: `0x${string}`) {
  await client.request({
    method: 'anvil_setBalance' as never,
    params: [address, `0x${parseEther('1').toString(16)}`] as never,
  })
}
