import { socks } from '@passband/tunnel/socks'
import {
  bytesToHex,
  createClient,
  type Hex,
  keccak256,
  http as overHttp,
  parseUnits,
  size,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { getContractEvents, increaseTime, mine, waitForTransactionReceipt } from 'viem/actions'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { postMessage } from '../../actions/messages/postMessage.js'
import { getSbn } from '../../actions/sbns/getSbn.js'
import { marketplaceAbi } from '../../contracts/generated.js'
import type { DevnetClient } from '../../devnet/types.js'
import { getChainTime } from '../../internal/getChainTime.js'
import { eventually } from '../../internal/testing/eventually.js'
import { once } from '../../internal/testing/once.js'
import { startRpcProxy } from '../../internal/testing/startRpcProxy.js'
import { chain as chainMessenger } from '../../messaging/chain/chain.js'
import { chainBlock, getExchangeTopic, sealedDetailsLength } from '../../protocol/chainMessage.js'
import { createKeyPair } from '../../protocol/createKeyPair.js'
import { type QuoteRequest, quoteRequest } from '../../protocol/messages/quoteRequest.js'
import { packValue } from '../../protocol/packValue.js'
import { sealBytes, sealOverhead } from '../../protocol/sealBytes.js'
import { signMessage } from '../../protocol/signMessage.js'
import { memory } from '../../store/memory/memory.js'
import { Subscriber } from '../../subscriber/subscriber.js'
import type { SbnEvents } from '../events.js'
import type { SBN } from '../sbn.js'
import { quotes } from '../tables.js'
import { untilTrusted } from '../testing/createShop.js'
import { startMarket } from '../testing/startMarket.js'
import { inbox } from './tables.js'

const maxCost = 10n ** 17n
const maxPrice = parseUnits('10', 8)
const requirements = { service: 'proxy', country: 'DE', mbps: 1, duration: '1h' } as const
const drivers = [socks()]

let market: Awaited<ReturnType<typeof startMarket>>
let sbn: Hex
/** The one that runs: tests restart it. */
let running: SBN
/** A gateway that reaches nothing but the chain, either. */
let seller: Awaited<ReturnType<typeof market.startGateway>>
beforeAll(async () => {
  const onchain = { maxCost, answersPerAsker: 3, refusalsPerHour: 2 }
  market = await startMarket({ api: false, onchain })
  running = market.sbn
  sbn = market.client.account.address
  const trusted = nextTrusted()
  seller = await market.startGateway({ messenger: overChain })
  await trusted
})
afterAll(async () => {
  await running.close()
  await market.close()
})

function nextTrusted() {
  return once<SbnEvents['gatewayTrusted']>((listener) => running.on('gatewayTrusted', listener))
}

function overChain(client: DevnetClient) {
  return chainMessenger({ client, sbn, maxCost, timeoutSeconds: 30 })
}

const deployment = () => ({
  chainId: market.devnet.chain.id,
  marketplace: market.devnet.contracts.marketplace,
})

async function readMessages(filter: { sender?: Hex; recipient?: Hex; topic?: Hex }) {
  const events = await getContractEvents(market.client, {
    abi: marketplaceAbi,
    address: market.devnet.contracts.marketplace,
    eventName: 'MessagePosted',
    args: filter,
    fromBlock: 0n,
    strict: true,
  })
  return events.map(({ args }) => args)
}

const listQuotes = () => market.store.transaction((tx) => quotes.list(tx))

async function createRequest(client: DevnetClient, change: Partial<QuoteRequest> = {}) {
  const [recipient, keys] = [await createKeyPair(), await createKeyPair()]
  const request: QuoteRequest = {
    requestId: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
    subscriber: client.account.address,
    sbn,
    service: 'proxy',
    country: 'DE',
    mbps: 1,
    duration: 3_600,
    billing: 'flat',
    drivers: ['socks'],
    recipientKey: recipient.publicKey,
    clientKey: keys.publicKey,
    expiresAt: (await getChainTime(client)) + 300,
    ...change,
  }
  return signMessage(client, quoteRequest, request, deployment())
}

async function useOnce(subscriber: Subscriber<typeof drivers>, client: DevnetClient) {
  const pass = await subscriber.buy(requirements, { maxPrice })
  await using session = await pass.connect()
  const response = await session.fetch(`${market.reflector}/healthz`)
  expect(await response.text()).toBe('ok')
  expect(pass.terms.subscriber).toBe(client.account.address)
  return pass
}

describe('with no server at all', () => {
  test('a pass is asked for, quoted, bought, delivered, used and left over the chain alone', async () => {
    const client = await market.devnet.createClient()
    const subscriber = new Subscriber({ client, sbn: overChain(client), drivers })
    const pass = await useOnce(subscriber, client)
    expect((await pass.leave()).refund).toBeGreaterThan(0n)

    const own = await readMessages({ sender: client.account.address })
    const answers = await readMessages({ sender: sbn, recipient: client.account.address })
    const delivered = await readMessages({ topic: pass.id })
    expect([own, answers, delivered].map(({ length }) => length)).toEqual([1, 1, 1])
    expect(delivered[0]).toMatchObject({ sender: pass.terms.gateway, recipient: sbn })
    // The gateway had the details from the quote, and asked nobody.
    expect(await readMessages({ sender: pass.terms.gateway })).toHaveLength(1)
    // Lengths tell nothing: they are those of every question and of every answer.
    expect(own.map(({ message }) => size(message))).toEqual([chainBlock + sealOverhead])
    expect(answers.map(({ message }) => size(message))).toEqual([
      chainBlock + sealOverhead + sealedDetailsLength,
    ])
    // What was bought here is listed; nobody is asked for more, which would cost gas.
    expect((await subscriber.passes()).map(({ id }) => id)).toEqual([pass.id])
    expect(await readMessages({ sender: client.account.address })).toHaveLength(1)
  })

  test('an SBN serves nothing but the reflector', async () => {
    expect(running.url).toBe('')
    const port = new URL(market.reflector).port
    const answer = await fetch(`http://127.0.0.1:${port}/v1/info`, { method: 'POST', body: '{}' })
    expect(answer.status).toBe(404)
    expect(() => market.createSbn({ onchain: undefined })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', field: 'onchain' }),
    )
  })

  test('a gateway learns what its SBN thinks of it', async () => {
    expect(await seller.gateway.status()).toMatchObject({ trusted: true, country: 'DE' })
  })

  test('a refusal comes back as what it is, and as long as a quote', async () => {
    const client = await market.devnet.createClient()
    const subscriber = new Subscriber({ client, sbn: overChain(client), drivers })
    const asking = subscriber.quote({ ...requirements, country: 'JP' })
    await expect(asking).rejects.toMatchObject({ code: 'NO_GATEWAY_FITS', paymentState: 'unpaid' })
    const [answer] = await readMessages({ sender: sbn, recipient: client.account.address })
    expect(size(answer?.message ?? '0x')).toBe(chainBlock + sealOverhead + sealedDetailsLength)
  })

  test('what a message costs is known before, and a limit is kept', async () => {
    const client = await market.devnet.createClient()
    const { ask, delivery, quote } = await overChain(client).estimate()
    expect(ask.gas).toBeGreaterThan(21_000n)
    expect(quote.gas).toBeGreaterThan(ask.gas)
    expect(delivery.cost).toBeGreaterThan(0n)
    const messenger = chainMessenger({ client, sbn, maxCost: ask.cost / 4n })
    await expect(
      new Subscriber({ client, sbn: messenger, drivers }).quote(requirements),
    ).rejects.toMatchObject({ code: 'MESSAGE_TOO_EXPENSIVE', paymentState: 'unpaid' })
    expect(await readMessages({ sender: client.account.address })).toEqual([])
  })
})

describe('a question', () => {
  // Open quotes hold bandwidth, of which a busy machine has little: let their time be over.
  afterEach(async () => {
    const test = { ...market.client, mode: 'anvil' } as never
    await increaseTime(test, { seconds: 600 })
    await mine(test, { blocks: 1 })
  })

  test('waits while the SBN is away, and is answered once', async () => {
    const client = await market.devnet.createClient()
    await running.close()
    const messenger = overChain(client)
    const request = await createRequest(client)
    const asking = messenger.requestQuote(request)
    const asked = () => readMessages({ sender: client.account.address })
    await eventually(asked).toHaveLength(1)
    // Gas is too dear for it: the question waits.
    running = market.createSbn({ onchain: { maxCost: 1n } })
    await running.start()
    const waiting = () => market.store.transaction((tx) => inbox.list(tx))
    await eventually(waiting).toHaveLength(1)
    await running.close()
    expect(await readMessages({ sender: sbn, recipient: client.account.address })).toEqual([])
    running = market.createSbn()
    await running.start()
    const quote = await asking
    expect(await waiting()).toEqual([])
    expect(quote.message.terms.subscriber).toBe(client.account.address)

    // Another restart finds it answered, and so does who asks again.
    await running.close()
    running = market.createSbn()
    await running.start()
    expect(await messenger.requestQuote(request)).toEqual(quote)
    const other = await market.devnet.createClient()
    await overChain(other).requestQuote(await createRequest(other))
    expect(await readMessages({ sender: sbn, recipient: client.account.address })).toHaveLength(1)
    expect(await asked()).toHaveLength(1)
  })

  test('is posted once, though the answer of the RPC server was lost and the asker restarted', async () => {
    const proxy = await startRpcProxy(market.devnet.rpcUrl)
    try {
      const privateKey = generatePrivateKey()
      await market.devnet.createClient({ privateKey })
      const client = createClient({
        account: privateKeyToAccount(privateKey),
        chain: market.devnet.chain,
        transport: overHttp(proxy.url, { retryCount: 0 }),
        pollingInterval: 50,
      })
      let lost = 0
      proxy.intercept = ({ method }) =>
        method === 'eth_sendRawTransaction' && lost++ === 0 ? 'lose' : undefined
      const store = memory()
      const restart = () => chainMessenger({ client, sbn, maxCost, store, timeoutSeconds: 30 })
      const request = await createRequest(client)
      const quote = await restart().requestQuote(request)
      expect(lost).toBe(1)
      // With the same store it is the same question, also with another signature of a wallet that does
      // not sign twice alike; the answer is already there.
      expect(await restart().requestQuote(request)).toEqual(quote)
      const again = { ...request, signature: `0x${'01'.repeat(65)}` } as const
      expect(await restart().requestQuote(again)).toEqual(quote)
      expect(lost).toBe(1)

      // Given up right after it was sent, and asked again at once.
      const next = await createRequest(client)
      const giveUp = new AbortController()
      proxy.intercept = ({ method }) => {
        if (method === 'eth_sendRawTransaction') queueMicrotask(() => giveUp.abort())
        return undefined
      }
      const given = restart().requestQuote(next, { signal: giveUp.signal })
      await expect(given).rejects.toMatchObject({ name: 'AbortError' })
      await restart().requestQuote(next)
      expect(await readMessages({ sender: client.account.address })).toHaveLength(2)
    } finally {
      await proxy.close()
    }
  })

  test('is not forgotten when a server refuses what is asked meanwhile', async () => {
    const proxy = await startRpcProxy(market.devnet.rpcUrl)
    try {
      await running.close()
      const { account, chain } = market.client
      const transport = overHttp(proxy.url, { retryCount: 0 })
      const client = createClient({ account, chain, transport, pollingInterval: 50 })
      running = market.createSbn({ client: client as never })
      await running.start()
      const asker = await market.devnet.createClient()
      const waiting = () => market.store.transaction((tx) => inbox.list(tx))
      // As of a server that lags behind the one that was asked before.
      let refused = 0
      proxy.intercept = ({ method }) => {
        if (method !== 'eth_call' || refused === 3) return undefined
        return { code: -32_000, message: `header not found ${++refused}` }
      }
      const asking = overChain(asker).requestQuote(await createRequest(asker))
      await eventually(() => refused).toBe(3)
      expect((await asking).message.terms.subscriber).toBe(asker.account.address)
      expect(await waiting()).toEqual([])
    } finally {
      await running.close()
      running = market.createSbn()
      await running.start()
      await proxy.close()
    }
  })

  test('that is none, or not the sender’s own, has no effect', async () => {
    const client = await market.devnet.createClient()
    const stranger = await market.devnet.createClient()
    const { encryptionKey } = await getSbn(client, { sbn })
    const post = async (by: DevnetClient, topic: Hex, message: Hex, recipient = sbn) => {
      const hash = await postMessage(by, { recipient, topic, message })
      await waitForTransactionReceipt(by, { hash })
    }
    const pair = await createKeyPair()
    const topicOf = (asker: Hex) =>
      getExchangeTopic(deployment(), { asker, sbn, replyKey: pair.publicKey })
    const seal = (
      body: unknown,
      change: { sender?: Hex; marketplace?: Hex; topic?: Hex; call?: string } = {},
    ) => {
      const sender = change.sender ?? client.account.address
      const { chainId, marketplace } = deployment()
      const question = { call: change.call ?? '/v1/quotes', replyKey: pair.publicKey, body }
      return sealBytes(packValue(question), {
        recipientKey: encryptionKey,
        context: {
          kind: 'chainMessage',
          deployment: { chainId, marketplace: change.marketplace ?? marketplace },
          sender,
          recipient: sbn,
          topic: change.topic ?? topicOf(sender),
        },
        block: chainBlock,
      })
    }
    const own = topicOf(client.account.address)
    const request = await createRequest(client)
    const random = (length: number) => bytesToHex(crypto.getRandomValues(new Uint8Array(length)))
    const over = await createRequest(client, { expiresAt: await getChainTime(client) })
    const forged = { ...request, message: { ...request.message, mbps: 2 } }

    await post(client, own, '0x')
    await post(client, own, random(chainBlock + sealOverhead))
    await post(client, own, random(8_192))
    await post(client, own, await seal(request, { marketplace: sbn }))
    await post(client, own, await seal(request, { topic: keccak256('0x') }))
    await post(client, own, await seal({ everything: true }))
    await post(client, own, await seal(request, { call: '/v1/passes' }))
    await post(client, own, await seal(over))
    await post(client, own, await seal(forged))
    // Somebody else's words, as they were sealed, and sealed anew.
    await post(stranger, own, await seal(request))
    const { address } = stranger.account
    await post(stranger, topicOf(address), await seal(request, { sender: address }))
    // For somebody who is no SBN.
    await post(client, own, await seal(request), address)
    const before = (await listQuotes()).length

    // The oldest come first: once this one is answered, those before it are dealt with.
    const honest = await market.devnet.createClient()
    const messenger = overChain(honest)
    await messenger.requestQuote(await createRequest(honest))
    for (const recipient of [client.account.address, address])
      expect(await readMessages({ sender: sbn, recipient })).toEqual([])
    expect((await listQuotes()).length).toBe(before + 1)

    // What is right is answered, and posted again it is not.
    const message = await seal(request)
    await post(client, own, message)
    await eventually(() => readMessages({ sender: sbn, topic: own })).toHaveLength(1)
    await post(client, own, message)
    await messenger.requestQuote(await createRequest(honest))
    expect(await readMessages({ sender: sbn, topic: own })).toHaveLength(1)
  })

  test('of who asks too much, or could not pay, is not answered', async () => {
    const poor = await market.devnet.createClient({ prix: 1n })
    const flooder = await market.devnet.createClient()
    const refused = await market.devnet.createClient()
    const askAll = async (client: DevnetClient, change: Partial<QuoteRequest>, count: number) => {
      const messenger = chainMessenger({ client, sbn, maxCost, timeoutSeconds: 0 })
      for (let asked = 0; asked < count; asked++)
        await messenger.requestQuote(await createRequest(client, change)).catch(() => {})
    }
    const answers = async ({ account }: DevnetClient) =>
      (await readMessages({ sender: sbn, recipient: account.address })).length
    await askAll(poor, {}, 1)
    await askAll(flooder, {}, 5)
    // Two refusals an hour, one of which went to somebody above.
    await askAll(refused, { country: 'JP' }, 3)
    const honest = await market.devnet.createClient()
    await overChain(honest).requestQuote(await createRequest(honest))
    expect(await Promise.all([poor, flooder, refused].map(answers))).toEqual([0, 3, 1])
  })
})

describe('of an SBN with a server, too', () => {
  let gateway: Awaited<ReturnType<typeof market.startGateway>>
  beforeAll(async () => {
    await running.close()
    running = market.createSbn({ api: true, onchain: { maxCost, surcharge: 1_000n } })
    await running.start()
    gateway = await market.startGateway({ localAddress: '127.9.0.1' })
    await untilTrusted({ sbn: running, store: market.store }, gateway.account)
  })

  test('a subscriber that reaches only the chain gets what a gateway delivers over HTTP', async () => {
    const client = await market.devnet.createClient()
    const subscriber = new Subscriber({ client, sbn: overChain(client), drivers })
    const pass = await subscriber.buy({ ...requirements, country: 'FR' }, { maxPrice })
    expect(pass.terms.gateway).toBe(gateway.account)
    await using session = await pass.connect()
    expect((await session.fetch(`${market.reflector}/healthz`)).status).toBe(200)
    const [delivered, ...more] = await readMessages({ topic: pass.id })
    expect(more).toEqual([])
    expect(delivered).toMatchObject({ sender: sbn, recipient: client.account.address })
  })

  test('a subscriber over HTTP gets what a gateway delivers over the chain, for less', async () => {
    const client = await market.devnet.createClient()
    const subscriber = new Subscriber({ client, sbn: market.url, drivers })
    const pass = await useOnce(subscriber, client)
    expect(pass.terms.gateway).toBe(seller.account)
    expect(await readMessages({ sender: client.account.address })).toEqual([])
    // The quote went another way: the gateway asked for the details over the chain.
    const before = await readMessages({ sender: sbn, recipient: seller.account })
    // One answer told of its status, above.
    expect(before).toHaveLength(2)
    const other = await market.devnet.createClient()
    const dear = await overChain(other).requestQuote(await createRequest(other))
    expect(dear.message.terms.price).toBe(pass.terms.price + 1_000n)
  })
})
