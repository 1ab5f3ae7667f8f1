import { socks } from '@passband/tunnel/socks'
import { numberToHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDevnet } from '../devnet/createDevnet.js'
import type { Devnet, DevnetClient } from '../devnet/types.js'
import { http } from '../messaging/http.js'
import type { Messenger } from '../messaging/messenger.js'
import { createKeyPair } from '../protocol/createKeyPair.js'
import { delivery } from '../protocol/messages/delivery.js'
import { quote as quoteKind } from '../protocol/messages/quote.js'
import { quoteRequest } from '../protocol/messages/quoteRequest.js'
import { seal } from '../protocol/seal.js'
import { signMessage } from '../protocol/signMessage.js'
import { stringify } from '../protocol/stringify.js'
import { checkQuote } from './checkQuote.js'
import type { SubscriberContext } from './context.js'
import { Subscriber } from './subscriber.js'

const requirements = { service: 'proxy', country: 'DE', mbps: 1, duration: '1h' } as const
const maxPrice = 1_000_000_000n

let devnet: Devnet
let client: DevnetClient
beforeAll(async () => {
  devnet = await createDevnet({ gateways: [{ country: 'DE' }, { country: 'NL' }] })
  client = await devnet.createClient()
})
afterAll(() => devnet.close())

const deployment = () => ({ chainId: devnet.chain.id, marketplace: devnet.contracts.marketplace })

/** A subscriber whose messages go through somebody who changes some of them. */
function subscribeThrough(lie: Partial<Messenger>) {
  const sbn = { ...http(devnet.url), ...lie }
  return new Subscriber({ client, sbn, drivers: [socks()] })
}

describe('a subscriber is not fooled by', () => {
  test('a quote for another country than it asked for', async () => {
    const honest = http(devnet.url)
    const subscriber = subscribeThrough({
      async requestQuote(request) {
        const other = { ...request.message, country: 'NL' }
        return honest.requestQuote(await signMessage(client, quoteRequest, other, deployment()))
      },
    })
    await expect(subscriber.quote(requirements)).rejects.toMatchObject({ code: 'QUOTE_ALTERED' })
  })

  test('a quote that another account signed', async () => {
    const honest = http(devnet.url)
    const subscriber = subscribeThrough({
      async requestQuote(request) {
        const signed = await honest.requestQuote(request)
        const { signature } = await signMessage(client, quoteKind, signed.message, deployment())
        return { ...signed, signature }
      },
    })
    await expect(subscriber.quote(requirements)).rejects.toMatchObject({ code: 'QUOTE_ALTERED' })
  })

  test.each([
    ['the SBN', { sbnFee: 2_001 }],
    ['the SBN, all of it,', { sbnFee: 10_000 }],
    ['the protocol', { protocolFee: 501 }],
  ])('a quote of which %s gets more than the contracts let it', async (_, fees) => {
    const honest = http(devnet.url)
    let checked: Promise<void> | undefined
    const subscriber = subscribeThrough({
      async requestQuote(request) {
        const signed = await honest.requestQuote(request)
        // As the SBN itself could sign it.
        const terms = { ...signed.message.terms, ...fees }
        const message = { ...signed.message, terms }
        const { signature } = await signMessage(client, quoteKind, message, deployment())
        const quote = { ...signed, message, signature }
        const context = { client, deployment: deployment() } as unknown as SubscriberContext
        checked = checkQuote(context, quote, request.message, client.account.address)
        await checked
        return signed
      },
    })
    await expect(subscriber.quote(requirements)).rejects.toMatchObject({ code: 'QUOTE_ALTERED' })
    await expect(checked).rejects.toMatchObject({ code: 'QUOTE_ALTERED' })
  })

  test('an SBN that poses as another', async () => {
    const info = await http(devnet.url).getInfo()
    const posing = subscribeThrough({ getInfo: async () => ({ ...info, sbn: devnet.treasury }) })
    await expect(posing.quote(requirements)).rejects.toMatchObject({ code: 'SBN_ANSWER_INVALID' })
    const { publicKey } = await createKeyPair()
    const rekeyed = subscribeThrough({
      getInfo: async () => ({ ...info, encryptionKey: publicKey }),
    })
    await expect(rekeyed.quote(requirements)).rejects.toMatchObject({ code: 'SBN_ANSWER_INVALID' })
  })

  test('connection info that is not from the gateway', async () => {
    let recipientKey: `0x${string}` | undefined
    const honest = http(devnet.url)
    const subscriber = subscribeThrough({
      async requestQuote(request, options) {
        recipientKey = request.message.recipientKey
        return honest.requestQuote(request, options)
      },
      async getDelivery(passId) {
        const gateway = pass.terms.gateway
        const connection = { driver: 'socks', host: '127.0.0.1', port: 9, data: {} }
        const sealed = await seal(stringify({ connection }), {
          recipientKey: recipientKey ?? expect.fail(),
          context: { kind: 'connectionInfo', deployment: deployment(), gateway, passId },
        })
        return signMessage(client, delivery, { passId, gateway, sealed }, deployment())
      },
    })
    const pass = await subscriber.buy(requirements, { maxPrice })
    await expect(pass.connect()).rejects.toMatchObject({
      code: 'DELIVERY_INVALID',
      paymentState: 'paid',
    })
    await pass.leave()
  })

  test('connection info of another pass', async () => {
    const other = await subscribeThrough({}).buy(requirements, { maxPrice })
    await other.connectionInfo()
    const foreign = await http(devnet.url).getDelivery(other.id)
    const subscriber = subscribeThrough({ getDelivery: async () => foreign })
    const pass = await subscriber.buy(requirements, { maxPrice })
    await expect(pass.connect()).rejects.toMatchObject({ code: 'DELIVERY_INVALID' })
  })

  test('a list of passes that it never bought', async () => {
    const pass = await subscribeThrough({}).quote(requirements)
    const subscriber = subscribeThrough({
      listPasses: async () => ({
        passes: [
          {
            passId: pass.passId,
            terms: pass.signed.message.terms,
            details: pass.details,
            start: 1,
            end: 2 ** 39,
            ended: false,
          },
        ],
      }),
    })
    expect(await subscriber.passes()).toEqual([])
  })

  test('a list of passes that never ends', async () => {
    let pages = 0
    const endless = subscribeThrough({
      async listPasses(_, { after = `0x${'00'.repeat(32)}` } = {}) {
        pages++
        return { passes: [], next: numberToHex(BigInt(after) + 1n, { size: 32 }) }
      },
    })
    expect(await endless.passes()).toEqual([])
    expect(pages).toBe(100)
    const circling = subscribeThrough({
      async listPasses() {
        pages++
        return { passes: [], next: `0x${'01'.repeat(32)}` }
      },
    })
    expect(await circling.passes()).toEqual([])
    expect(pages).toBe(102)
  })

  test('a gateway that says nothing: it says so, and leaving gives back all but the minimum', async () => {
    const subscriber = subscribeThrough({ getDelivery: async () => undefined })
    const pass = await subscriber.buy(requirements, { maxPrice })
    await expect(pass.connect({ timeoutSeconds: 1 })).rejects.toMatchObject({
      code: 'DELIVERY_TIMEOUT',
      retryable: true,
      paymentState: 'paid',
    })
    const { owed } = await pass.leave()
    expect(owed * 50n).toBeLessThan(pass.terms.price)
  })
})
