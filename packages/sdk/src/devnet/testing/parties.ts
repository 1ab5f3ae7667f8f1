import { socks } from '@passband/tunnel/socks'
import type { Hex } from 'viem'
import type { Contracts } from '../../contracts/getContracts.js'
import { Gateway } from '../../gateway/gateway.js'
import { staticGeo } from '../../geo/staticGeo.js'
import { SBN } from '../../sbn/sbn.js'
import type { Store } from '../../store/store.js'
import { Subscriber } from '../../subscriber/subscriber.js'
import { createDevnetClient } from '../createFaucet.js'
import { defineDevnetChain } from '../defineDevnetChain.js'

/** What a party needs to know, as plain data: it may live in another process. */
export type PartyConfig = {
  rpcUrl: string
  /** More RPC servers of the chain. */
  otherRpcUrls?: string[]
  contracts: Contracts
  privateKey: Hex
  /** Where the SBN's API is, on 127.0.0.1. */
  sbnPort: number
  /** Where `example.com` is, on 127.0.0.1. */
  originPort: number
  /** Blocks on top of an event before it counts. */
  confirmations?: number
}

const client = ({ contracts, privateKey, rpcUrl }: PartyConfig) =>
  createDevnetClient(defineDevnetChain(rpcUrl, contracts), privateKey)

const endpoints = ({ contracts, otherRpcUrls = [], privateKey }: PartyConfig) =>
  otherRpcUrls.map((url) => createDevnetClient(defineDevnetChain(url, contracts), privateKey))

const sbnUrl = ({ sbnPort }: PartyConfig) => `http://127.0.0.1:${sbnPort}`

/** An SBN to which this machine is in Germany. */
export function createSbn(config: PartyConfig, store: Store): SBN {
  return new SBN({
    client: client(config),
    endpoints: endpoints(config),
    drivers: [socks()],
    geo: [staticGeo({ '127.0.0.0/8': { country: 'DE', ipType: 'hosting' } })],
    store,
    port: config.sbnPort,
    confirmations: config.confirmations ?? 0,
    pollingInterval: 100,
    checkInterval: 300,
    throughput: { bytes: 1024 * 1024 },
  })
}

/** A gateway that sells what it can reach: the origin, and the SBN's reflector. */
export function createGateway(config: PartyConfig, store: Store): Gateway {
  return new Gateway({
    client: client(config),
    endpoints: endpoints(config),
    sbn: sbnUrl(config),
    drivers: [
      socks({
        host: '127.0.0.1',
        port: 0,
        allow: ['127.0.0.1/32'],
        resolver: async () => [{ address: '127.0.0.1', port: config.originPort }],
      }),
    ],
    services: ['proxy'],
    mbps: 100,
    store,
    confirmations: config.confirmations ?? 0,
    pollingInterval: 100,
  })
}

export function createSubscriber(config: PartyConfig, store: Store) {
  return new Subscriber({ client: client(config), sbn: sbnUrl(config), drivers: [socks()], store })
}
