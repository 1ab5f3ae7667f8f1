import type { Driver, Grant, Server } from '@passband/tunnel'
import { socks } from '@passband/tunnel/socks'
import type { Hex } from 'viem'
import { purchase } from '../../actions/passes/purchase.js'
import { sbnFee, startMarket } from '../../actions/testing/startMarket.js'
import type { DevnetClient } from '../../devnet/types.js'
import { memory as memoryMessenger } from '../../messaging/memory.js'
import type { SbnApi } from '../../messaging/messenger.js'
import { createKeyPair } from '../../protocol/createKeyPair.js'
import { type Details, hashDetails } from '../../protocol/details.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { quote } from '../../protocol/messages/quote.js'
import { signMessage } from '../../protocol/signMessage.js'
import type { Terms } from '../../protocol/terms.js'
import { memory } from '../../store/memory/memory.js'
import { Gateway, type GatewayParameters } from '../gateway.js'

/**
 * A market whose registered SBN signs whatever a test wants, and answers a gateway's questions as far
 * as the test lets it.
 */
export async function startRogueSbn() {
  const market = await startMarket()
  const { chain, contracts, sbn } = market
  const deployment = { chainId: chain.id, marketplace: contracts.marketplace }
  const known = new Map<Hex, Details>()
  const delivered: Hex[] = []
  const silent = new Set<Hex>()
  const unanswered = async () => {
    throw new Error('This SBN does not answer that.')
  }
  const api: SbnApi = {
    getInfo: async () => ({
      ...deployment,
      sbn: sbn.account.address,
      encryptionKey: market.encryptionKey,
      fee: sbnFee,
    }),
    getDetails: ({ message: { passId } }, { signal } = {}) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
        const details = known.get(passId)
        if (!silent.has(passId)) details ? resolve(details) : reject(new Error('Unknown.'))
      }),
    deliver: async ({ message }) => void delivered.push(message.passId),
    requestQuote: unanswered,
    getDelivery: unanswered,
    listPasses: unanswered,
    getStatus: unanswered,
    getChecks: unanswered,
    getReflector: unanswered,
    getAttested: unanswered,
  }

  /** A gateway of this SBN; `grants` and `admitted` show what its driver was told. */
  async function createGateway({
    port = 0,
    ...overrides
  }: Partial<GatewayParameters> & { port?: number } = {}) {
    const grants: Grant[] = []
    const servers: Server[] = []
    const real = socks({ host: '127.0.0.1', port })
    const watched: Driver = {
      ...real,
      async serve(parameters) {
        const server = await real.serve(parameters)
        servers.push(server)
        const admit = (grant: Grant) => {
          grants.push(grant)
          return server.admit(grant)
        }
        return Object.assign(Object.create(server) as Server, { admit })
      },
    }
    const client = overrides.client ?? (await market.createClient({ prix: 0n }))
    const gateway = new Gateway({
      client,
      sbn: memoryMessenger(api),
      drivers: [watched],
      services: ['proxy'],
      mbps: 10,
      floorPrice: 1_000n,
      store: memory(),
      confirmations: 0,
      pollingInterval: 50,
      ...overrides,
    })
    return {
      gateway,
      client,
      grants,
      admitted: () => servers.flatMap((one) => one.passes()),
      port: () => servers[0]?.endpoint.port ?? 0,
    }
  }

  /** Signs and buys a pass for a gateway: an hour of 1 Mbit/s at its floor, with changes. */
  async function sell(
    gateway: DevnetClient,
    {
      details: changed,
      ...terms
    }: Partial<Omit<Terms, 'details'>> & { details?: Partial<Details> },
    signer = sbn,
  ) {
    const buyer = await market.createClient()
    const [recipient, keys] = [await createKeyPair(), await createKeyPair()]
    const details: Details = {
      requestId: recipient.privateKey,
      service: 'proxy',
      country: 'DE',
      ipType: 'hosting',
      mbps: 1,
      driver: 'socks',
      recipientKey: recipient.publicKey,
      clientKey: keys.publicKey,
      ...changed,
    }
    const account = gateway.account.address
    const signed = await market.createQuote(buyer, {
      gateway: account,
      payee: account,
      price: 1_000n,
      minimum: 0n,
      sbn: signer.account.address,
      ...terms,
      details: hashDetails(details),
    })
    const { deadline } = signed
    const message = { terms: signed.terms, deadline }
    const { signature } = await signMessage(signer, quote, message, deployment)
    const passId = hashTerms(signed.terms)
    known.set(passId, details)
    const buy = async () => void (await market.mined(purchase(buyer, { ...signed, signature })))
    return { buyer, buy, passId, terms: signed.terms }
  }

  /** From now on it has never heard of a pass. */
  const forget = (passId: Hex) => void known.delete(passId)

  return { ...market, createGateway, delivered, forget, sell, silent }
}
