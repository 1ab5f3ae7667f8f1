import { createTestClient, type Hex, http as rpc } from 'viem'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { getAttestationRoot } from '../../actions/sbns/getAttestationRoot.js'
import { QuoteNotAttestedError } from '../../errors/purchase.js'
import { getChainTime } from '../../internal/getChainTime.js'
import { once } from '../../internal/testing/once.js'
import { http } from '../../messaging/http.js'
import type { Messenger } from '../../messaging/messenger.js'
import type { Attested } from '../../protocol/attested.js'
import { seal } from '../../protocol/seal.js'
import { stringify } from '../../protocol/stringify.js'
import { Subscriber } from '../../subscriber/subscriber.js'
import type { SbnEvents } from '../events.js'
import { startMarket } from '../testing/startMarket.js'
import { findAttested } from './findAttested.js'

const requirements = { service: 'proxy', country: 'DE', mbps: 1, duration: '1h' } as const
const maxPrice = 10_000_000_000n

let market: Awaited<ReturnType<typeof startMarket>>
let gateway: Awaited<ReturnType<typeof market.startGateway>>
beforeAll(async () => {
  market = await startMarket({ checkInterval: 300 })
  const checked = once<SbnEvents['gatewayTrusted']>((listener) =>
    market.sbn.on('gatewayTrusted', listener),
  )
  gateway = await market.startGateway({ mbps: 10 })
  await checked
})
afterAll(() => market.close())

const deployment = () => ({
  chainId: market.devnet.chain.id,
  marketplace: market.devnet.contracts.marketplace,
})

const known = () =>
  findAttested(
    { client: market.client, deployment: deployment(), store: market.store },
    gateway.account,
  )

async function toNextDay() {
  const chain = createTestClient({ mode: 'anvil', transport: rpc(market.devnet.rpcUrl) })
  const now = await getChainTime(market.client)
  await chain.setNextBlockTimestamp({ timestamp: BigInt((Math.floor(now / 86_400) + 1) * 86_400) })
  await chain.mine({ blocks: 1 })
}

/** A subscriber to whom the SBN's answers come changed. */
async function createSubscriber(
  getAttested?: (passId: Hex, messenger: Messenger) => Promise<Hex | undefined>,
) {
  const client = await market.devnet.createClient()
  const messenger = http(market.url)
  const sbn: Messenger = getAttested
    ? { ...messenger, getAttested: (passId) => getAttested(passId, messenger) }
    : messenger
  return new Subscriber({ client, sbn, drivers: ['socks'] })
}

test('in its first epoch a gateway is not attested, and a buyer who asks for that pays nothing', async () => {
  const subscriber = await createSubscriber()
  const bought = subscriber.buy(requirements, { maxPrice, attested: true })
  await expect(bought).rejects.toMatchObject({
    code: 'QUOTE_NOT_ATTESTED',
    paymentState: 'unpaid',
  })
  expect(await known()).toBe(undefined)
  await subscriber.close()
})

describe('in the next epoch', () => {
  let attested: Attested
  beforeAll(async () => {
    await toNextDay()
    attested = await vi.waitFor(async () => (await known()) ?? expect.fail(), { timeout: 10_000 })
    const sbn = market.client.account.address
    const { epoch } = attested.findings
    await vi.waitFor(
      async () => {
        const root = await getAttestationRoot(market.client, {
          ...{ contracts: market.devnet.contracts, sbn, epoch },
        })
        expect(root).toBeDefined()
      },
      { timeout: 10_000 },
    )
  })

  test('what was found is published, and a buyer has it checked before it pays', async () => {
    expect(attested.findings).toMatchObject({ country: 'DE', ipType: 'hosting' })
    const [check] = await gateway.gateway.checks()
    expect(attested.findings.evidence).toBe(check?.evidence)
    const subscriber = await createSubscriber()
    const pass = await subscriber.buy(requirements, { maxPrice, attested: true })
    expect(await pass.status()).toMatchObject({ active: true })
    await pass.leave()
    await subscriber.close()
  })

  test('it is the same whoever asks, and however often', async () => {
    expect(await known()).toEqual(attested)
    expect(await known()).toEqual(attested)
  })

  /** Seals something else to the buyer, as an SBN could. */
  const sealInstead = (changed: unknown) => async (passId: Hex) => {
    const { quotes, requestIds } = await import('../tables.js')
    const key = await market.store.transaction(async (tx) => {
      const index = await requestIds.get(tx, passId)
      return index && (await quotes.get(tx, index.requestId))?.quote.details.recipientKey
    })
    const context = { kind: 'attested', deployment: deployment() } as const
    const sbn = market.client.account.address
    return seal(stringify(changed), {
      recipientKey: key ?? '0x',
      context: { ...context, sbn, passId },
    })
  }

  test.each<[string, () => unknown]>([
    ['another country', () => ({ ...attested, findings: { ...attested.findings, country: 'FR' } })],
    ['more bandwidth', () => ({ ...attested, findings: { ...attested.findings, mbps: 5_000 } })],
    ['another proof', () => ({ ...attested, proof: [`0x${'1'.repeat(64)}`] })],
    ['another signature', () => ({ ...attested, signature: `0x${'1'.repeat(130)}` })],
    ['something else', () => ({})],
  ])('with %s it is refused, and nothing is paid', async (_, change) => {
    const subscriber = await createSubscriber(async (passId) => sealInstead(change())(passId))
    const bought = subscriber.buy(requirements, { maxPrice, attested: true })
    await expect(bought).rejects.toThrow(QuoteNotAttestedError)
    expect(await subscriber.passes()).toEqual([])
    await subscriber.close()
  })

  test('nobody but the buyer can read where the gateway is', async () => {
    const subscriber = await createSubscriber()
    const quote = await subscriber.quote(requirements)
    const { hashTerms } = await import('../../protocol/hashTerms.js')
    const sealed = await http(market.url).getAttested(hashTerms(quote.signed.message.terms))
    expect(sealed).toBeDefined()
    expect(Buffer.from(sealed?.slice(2) ?? '', 'hex').toString('latin1')).not.toContain('DE"')
    await subscriber.close()
  })
})
