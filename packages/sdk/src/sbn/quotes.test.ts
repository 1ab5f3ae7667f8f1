import { type Address, bytesToHex, createTestClient, type Hex, http as rpc } from 'viem'
import { writeContract } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { marketplaceAbi, prixAbi } from '../contracts/generated.js'
import type { DevnetClient } from '../devnet/types.js'
import { getChainTime } from '../internal/getChainTime.js'
import { once } from '../internal/testing/once.js'
import { http } from '../messaging/http.js'
import { createKeyPair } from '../protocol/createKeyPair.js'
import { type QuoteRequest, quoteRequest } from '../protocol/messages/quoteRequest.js'
import { signMessage } from '../protocol/signMessage.js'
import type { SbnEvents } from './events.js'
import { assignments, openQuotes, quotes } from './tables.js'
import { startMarket } from './testing/startMarket.js'

let market: Awaited<ReturnType<typeof startMarket>>
let gateway: Awaited<ReturnType<typeof market.startGateway>>
/** What the gateway sells, Mbit/s, by what was measured: a busy machine has less. More than half, and the rest. */
let all: number
let most: number
const trusted = (account?: Address) =>
  once<SbnEvents['gatewayTrusted']>(
    (listener) => market.sbn.on('gatewayTrusted', listener),
    (event) => account === undefined || event.gateway === account,
  )
beforeAll(async () => {
  market = await startMarket({ checkInterval: 300 })
  const checked = trusted()
  gateway = await market.startGateway({ mbps: 10 })
  all = (await checked).status.mbps ?? expect.fail()
  most = Math.floor(all / 2) + 1
})
afterAll(() => market.close())

const deployment = () => ({
  chainId: market.devnet.chain.id,
  marketplace: market.devnet.contracts.marketplace,
})

async function ask(client: DevnetClient, change: Partial<QuoteRequest> = {}) {
  const [recipient, keys] = [await createKeyPair(), await createKeyPair()]
  const request: QuoteRequest = {
    requestId: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
    subscriber: client.account.address,
    sbn: market.client.account.address,
    service: 'proxy',
    mbps: most,
    duration: 3_600,
    billing: 'flat',
    drivers: ['socks'],
    recipientKey: recipient.publicKey,
    clientKey: keys.publicKey,
    expiresAt: (await getChainTime(client)) + 60,
    ...change,
  }
  const signed = await signMessage(client, quoteRequest, request, deployment())
  return http(market.url).requestQuote(signed)
}

describe('open quotes', () => {
  test('asked for at the same time do not sell the same bandwidth twice', async () => {
    const buyers = await Promise.all([1, 2, 3].map(() => market.devnet.createClient()))
    const answers = await Promise.allSettled(buyers.map((buyer) => ask(buyer, { mbps: all })))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const buyer of buyers) await leave(buyer)
    const last = await market.devnet.createClient({ prix: 0n })
    await vi.waitFor(() => ask(last, { mbps: all }), { timeout: 10_000, interval: 200 })
  })

  test('of strangers without money do not keep a buyer out', async () => {
    const strangers = await Promise.all([1, 2].map(() => market.devnet.createClient({ prix: 0n })))
    for (const stranger of strangers)
      for (let round = 0; round < 3; round++) await ask(stranger, { mbps: all })
    const buyer = await market.devnet.createClient()
    expect((await ask(buyer, { mbps: all })).details.mbps).toBe(all)
    await leave(buyer)
    await vi.waitFor(() => ask(strangers[0] as DevnetClient), { timeout: 10_000, interval: 200 })
  })

  test('of somebody who can pay hold what the newest asks for, until the money is gone', async () => {
    const buyer = await market.devnet.createClient()
    const other = await market.devnet.createClient()
    for (let round = 0; round < 3; round++) await ask(buyer, { mbps: most })
    await expect(ask(other, { mbps: most })).rejects.toMatchObject({ code: 'NO_GATEWAY_FITS' })
    expect((await ask(other, { mbps: all - most })).details.mbps).toBe(all - most)
    await leave(buyer)
    // The quote of the other one itself is replaced by a newer one, so only the buyer's was in the way.
    await vi.waitFor(() => ask(other, { mbps: most }), { timeout: 10_000, interval: 200 })
    await leave(other)
  })

  /** Gives all PRIX away. */
  async function leave(client: DevnetClient) {
    await writeContract(client, {
      address: market.devnet.contracts.prix,
      abi: prixAbi,
      functionName: 'transfer',
      args: [market.devnet.bank, 1_000n * 10n ** 8n],
    })
  }
})

describe('a request', () => {
  const order8: Hex = '0xe0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'
  const one: Hex = `0x01${'0'.repeat(62)}`
  test.each([
    ['clientKey', `0x${'0'.repeat(64)}`],
    ['clientKey', one],
    ['clientKey', order8],
    ['recipientKey', `0x${'0'.repeat(64)}`],
    ['recipientKey', one],
    ['recipientKey', order8],
  ] as const)('is refused with a %s of low order', async (field, key) => {
    const client = await market.devnet.createClient()
    await expect(ask(client, { [field]: key })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(field),
    })
  })
})

describe('a registration', () => {
  const register = async (payee: Address, floorPrice: bigint, sequence: bigint) => {
    const client = gateway.client
    const seen = once<SbnEvents['gatewaySeen']>((listener) =>
      market.sbn.on('gatewaySeen', listener),
    )
    await writeContract(client, {
      address: market.devnet.contracts.marketplace,
      abi: marketplaceAbi,
      functionName: 'registerGateway',
      args: [market.client.account.address, payee, floorPrice, sequence, '0x1234'],
    })
    await seen
  }

  test('with an old sequence still says whom to pay and how much', async () => {
    const buyer = await market.devnet.createClient({ prix: 0n })
    const payee = market.devnet.treasury
    await register(payee, 10_000_000n, 0n)
    const { message } = await ask(buyer, { mbps: 1 })
    expect(message.terms).toMatchObject({ payee, price: 10_000_000n })
  })

  test('whose floor is far above the policy’s price is not assigned', async () => {
    const buyer = await market.devnet.createClient({ prix: 0n })
    await register(market.devnet.treasury, 15_000_001n, 0n)
    await expect(ask(buyer, { mbps: 1 })).rejects.toMatchObject({ code: 'NO_GATEWAY_FITS' })
  })
})

test('quotes that nobody bought are forgotten ten minutes after their deadline', async () => {
  const rows = () =>
    market.store.transaction(async (tx) => [
      (await quotes.list(tx)).length,
      (await openQuotes.list(tx)).length,
      (await assignments.list(tx)).length,
    ])
  expect(Math.min(...(await rows()))).toBeGreaterThan(0)
  const test = createTestClient({
    mode: 'anvil',
    chain: market.devnet.chain,
    transport: rpc(market.devnet.rpcUrl),
  })
  await test.increaseTime({ seconds: 121 + 601 })
  await vi.waitFor(async () => expect(await rows()).toEqual([0, 0, 0]), { timeout: 10_000 })
})
