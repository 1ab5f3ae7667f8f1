import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socks } from '@passband/tunnel/socks'
import { bytesToHex, parseUnits } from 'viem'
import { getTransactionCount } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getBalance } from '../actions/prix/getBalance.js'
import { getSbn } from '../actions/sbns/getSbn.js'
import { createDevnet } from '../devnet/createDevnet.js'
import type { Devnet, DevnetClient } from '../devnet/types.js'
import { staticGeo } from '../geo/staticGeo.js'
import { getChainTime } from '../internal/getChainTime.js'
import { once } from '../internal/testing/once.js'
import { http } from '../messaging/http.js'
import type { Messenger } from '../messaging/messenger.js'
import { createKeyPair } from '../protocol/createKeyPair.js'
import { delivery } from '../protocol/messages/delivery.js'
import { detailsRequest } from '../protocol/messages/detailsRequest.js'
import { passesRequest } from '../protocol/messages/passesRequest.js'
import { type QuoteRequest, quoteRequest } from '../protocol/messages/quoteRequest.js'
import { statusRequest } from '../protocol/messages/statusRequest.js'
import { signMessage } from '../protocol/signMessage.js'
import { libsql } from '../store/libsql/libsql.js'
import { memory } from '../store/memory/memory.js'
import { Subscriber } from '../subscriber/subscriber.js'
import type { SbnEvents } from './events.js'
import { SBN } from './sbn.js'

let devnet: Devnet
let messenger: Messenger
let client: DevnetClient
beforeAll(async () => {
  devnet = await createDevnet({ gateways: [{ country: 'DE' }, { country: 'DE' }] })
  messenger = http(devnet.url)
  client = await devnet.createClient()
})
afterAll(() => devnet.close())

const deployment = () => ({
  chainId: devnet.chain.id,
  marketplace: devnet.contracts.marketplace,
})
const random = () => bytesToHex(crypto.getRandomValues(new Uint8Array(32)))

async function createRequest(change: Partial<QuoteRequest> = {}): Promise<QuoteRequest> {
  const [recipient, keys] = [await createKeyPair(), await createKeyPair()]
  return {
    requestId: random(),
    subscriber: client.account.address,
    sbn: devnet.sbnAccount,
    service: 'proxy',
    country: 'DE',
    mbps: 1,
    duration: 3_600,
    billing: 'flat',
    drivers: ['socks'],
    recipientKey: recipient.publicKey,
    clientKey: keys.publicKey,
    expiresAt: (await getChainTime(client)) + 60,
    ...change,
  }
}

const ask = async (request: QuoteRequest, signer = client) =>
  messenger.requestQuote(await signMessage(signer, quoteRequest, request, deployment()))

describe('a quote', () => {
  test('is the same for the same request, however often it is asked for', async () => {
    const request = await createRequest()
    const first = await ask(request)
    expect(await ask(request)).toEqual(first)
    expect(await ask({ ...request, expiresAt: request.expiresAt })).toEqual(first)
  })

  test('is refused for the same request id with other requirements', async () => {
    const request = await createRequest()
    await ask(request)
    await expect(ask({ ...request, mbps: 2 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('names the same gateway when the same buyer asks again', async () => {
    const gateways = new Set<string>()
    for (let round = 0; round < 12; round++)
      gateways.add((await ask(await createRequest())).message.terms.gateway)
    expect(gateways.size).toBe(1)
  })

  test('never holds where the gateway is', async () => {
    const text = JSON.stringify(await ask(await createRequest()), (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    )
    expect(text).not.toMatch(/127\.0\.0|"host"|"port"|fingerprint/)
  })

  test.each([
    ['signed by somebody else', { signer: 'stranger' }, 'SIGNATURE_INVALID'],
    ['for another SBN', { sbn: '0x9999999999999999999999999999999999999999' }, 'INVALID_INPUT'],
    ['that is over', { expiresAt: 1 }, 'MESSAGE_EXPIRED'],
    ['that lasts too long', { expiresAt: 2 ** 39 }, 'MESSAGE_EXPIRED'],
    ['for a metered pass', { billing: 'metered' }, 'INVALID_INPUT'],
    ['for drivers that nobody has', { drivers: ['carrier-pigeon'] }, 'NO_GATEWAY_FITS'],
    ['for a service that nobody sells', { service: `0x${'7'.repeat(64)}` }, 'NO_GATEWAY_FITS'],
  ] as const)(
    'is refused for a request %s',
    async (_, { signer, ...change }: Record<string, unknown>, code) => {
      const by = signer ? await devnet.createClient() : client
      await expect(ask(await createRequest(change), by)).rejects.toMatchObject({ code })
    },
  )
})

describe('what an SBN tells', () => {
  test('details of a pass to its gateway, and to nobody else', async () => {
    const quote = await ask(await createRequest())
    const subscriber = new Subscriber({ client, sbn: devnet.url, drivers: [socks()] })
    const { passId } = await subscriber.quote({ service: 'proxy', mbps: 1, duration: 60 })
    const message = {
      passId,
      gateway: client.account.address,
      sbn: devnet.sbnAccount,
      expiresAt: (await getChainTime(client)) + 60,
    }
    expect(quote.message.terms.gateway).not.toBe(client.account.address)
    const request = await signMessage(client, detailsRequest, message, deployment())
    await expect(messenger.getDetails(request)).rejects.toMatchObject({ code: 'PASS_UNKNOWN' })
    const posing = { ...request, message: { ...message, gateway: quote.message.terms.gateway } }
    await expect(messenger.getDetails(posing)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  })

  test('takes deliveries from the pass’s gateway only', async () => {
    const subscriber = new Subscriber({ client, sbn: devnet.url, drivers: [socks()] })
    const { passId } = await subscriber.quote({ service: 'proxy', mbps: 1, duration: 60 })
    const message = { passId, gateway: client.account.address, sealed: '0x1234' } as const
    const forged = await signMessage(client, delivery, message, deployment())
    await expect(messenger.deliver(forged)).rejects.toMatchObject({ code: 'PASS_UNKNOWN' })
    expect(await messenger.getDelivery(passId)).toBeUndefined()
  })

  test('passes to their owner, who has to sign for it', async () => {
    const message = {
      owner: devnet.treasury,
      sbn: devnet.sbnAccount,
      expiresAt: (await getChainTime(client)) + 60,
    }
    const posing = await signMessage(client, passesRequest, message, deployment())
    await expect(messenger.listPasses(posing)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  })

  test('nothing about a gateway that it does not know', async () => {
    const message = {
      gateway: client.account.address,
      sbn: devnet.sbnAccount,
      expiresAt: (await getChainTime(client)) + 60,
    }
    const request = await signMessage(client, statusRequest, message, deployment())
    await expect(messenger.getStatus(request)).rejects.toMatchObject({ code: 'GATEWAY_UNKNOWN' })
  })
})

describe('over HTTP', () => {
  const post = (path: string, body: string) =>
    fetch(new URL(path, devnet.url), { method: 'POST', body })

  test.each([
    ['no JSON', '/v1/quotes', '{'],
    ['nothing', '/v1/quotes', ''],
    ['another shape', '/v1/quotes', '{"message":{"mbps":"many"},"signature":"0x"}'],
    ['a call that there is not', '/v1/everything', '{}'],
    [
      'a wait without end',
      '/v1/deliveries/get',
      `{"passId":"0x${'0'.repeat(64)}","waitSeconds":1e9}`,
    ],
  ])('answers %s with a problem that has a code', async (_, path, body) => {
    const response = await post(path, body)
    expect(response.status).toBe(422)
    expect(response.headers.get('content-type')).toMatch('application/problem+json')
    expect(await response.json()).toMatchObject({ code: 'INVALID_INPUT', retryable: false })
  })

  test('reflects nobody’s traffic but that of a check', async () => {
    for (const path of [
      '/reflect/address',
      '/checks/guessed/reflect/address',
      '/checks//reflect/echo',
    ])
      expect((await fetch(new URL(path, devnet.url))).status).toBe(404)
  })

  test('does not read a body without end', async () => {
    const response = await post('/v1/quotes', `"${'a'.repeat(1_000_000)}"`)
    expect(response.status).toBe(413)
  })
})

describe('the life of an SBN', () => {
  async function start(
    store = memory(),
    account = devnet.createClient({ prix: parseUnits('1000', 8) }),
  ) {
    const sbnClient = await account
    const sbn = new SBN({
      client: sbnClient,
      drivers: [socks()],
      geo: [staticGeo({ '127.0.0.0/8': { country: 'DE', ipType: 'hosting' } })],
      store,
      fee: 250,
      confirmations: 0,
      pollingInterval: 100,
    })
    await sbn.start()
    return { sbn, sbnClient }
  }

  test('locks up its bond and publishes its key and fee', async () => {
    const { sbn, sbnClient } = await start()
    const account = sbnClient.account.address
    const record = await getSbn(client, { sbn: account })
    expect(record).toMatchObject({ active: true, fee: 250, keySequence: 1 })
    expect(record.bond).toBe(parseUnits('1000', 8))
    expect(await getBalance(client, { account })).toBe(0n)
    expect(await http(sbn.url).getInfo()).toMatchObject({
      sbn: account,
      encryptionKey: record.encryptionKey,
    })
    await sbn.close()
    await expect(http(sbn.url).getInfo()).rejects.toMatchObject({ code: 'SBN_UNREACHABLE' })
  })

  test('cannot start without its bond', async () => {
    await expect(
      start(memory(), devnet.createClient({ prix: parseUnits('999', 8) })),
    ).rejects.toMatchObject({ code: 'INSUFFICIENT_PRIX' })
  })

  test('keeps its key over a restart, and pays for nothing twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'passband-'))
    const path = join(folder, 'sbn.db')
    const first = await libsql({ path })
    const { sbn, sbnClient } = await start(first)
    await sbn.close()
    await first.close()
    const second = await libsql({ path })
    const again = await start(second, Promise.resolve(sbnClient))
    const record = await getSbn(client, { sbn: sbnClient.account.address })
    // Another port is another URL, which is an update of the record and not a second bond.
    expect(record).toMatchObject({ active: true, bond: parseUnits('1000', 8) })
    expect((await http(again.sbn.url).getInfo()).encryptionKey).toBe(record.encryptionKey)
    await again.sbn.close()
    await second.close()
    await rm(folder, { recursive: true })
  })

  test('settles a pass whose gateway does not, and collects its fee', async () => {
    const late = await createDevnet({ gateways: [{ country: 'DE' }], settleAfter: 2 })
    try {
      const buyer = await late.createClient()
      const subscriber = new Subscriber({ client: buyer, sbn: late.url, drivers: [socks()] })
      const quote = await subscriber.quote({ service: 'proxy', mbps: 1, duration: '2s' })
      const ended = once<SbnEvents['passEnded']>((listener) => late.sbn.on('passEnded', listener))
      await subscriber.buy(quote, { maxPrice: 10n ** 9n })
      await late.gateways[0]?.close()
      expect(await ended).toMatchObject({ passId: quote.passId, owed: quote.total, refund: 0n })
      const before = await getBalance(buyer, { account: late.sbnAccount })
      await late.sbn.collectFees()
      const after = await getBalance(buyer, { account: late.sbnAccount })
      expect(after - before).toBe((quote.total * 500n) / 10_000n)
      const address = late.sbnAccount
      const sent = await getTransactionCount(buyer, { address })
      expect(await late.sbn.collectFees()).toBeUndefined()
      expect(await getTransactionCount(buyer, { address })).toBe(sent)
    } finally {
      await late.close()
    }
  })
})
