import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Gateway } from '../gateway/gateway.js'
import { createCloser } from '../internal/createCloser.js'
import { eventually } from '../internal/testing/eventually.js'
import { type RpcProxy, startRpcProxy } from '../internal/testing/startRpcProxy.js'
import type { SBN } from '../sbn/sbn.js'
import { memory } from '../store/memory/memory.js'
import { createGateway, createSbn, createSubscriber, type PartyConfig } from './testing/parties.js'
import { findPort, startTown } from './testing/startTown.js'

const requirements = { service: 'proxy', mbps: 1, duration: '1h' } as const
const options = { maxPrice: 10n ** 9n }

let town: Awaited<ReturnType<typeof startTown>>
let opened = createCloser()
beforeAll(async () => {
  town = await startTown()
})
afterEach(async () => {
  await opened.close()
  opened = createCloser()
})
afterAll(() => town.close())

/** An SBN and a gateway that reach the chain through three servers each, and a buyer with one. */
async function startMarket() {
  const sbnPort = await findPort()
  const proxies = async (): Promise<[RpcProxy, RpcProxy, RpcProxy]> => {
    const start = async () => {
      const proxy = await startRpcProxy(town.devnet.rpcUrl)
      opened.add(proxy.close)
      return proxy
    }
    return [await start(), await start(), await start()]
  }
  const through = (config: PartyConfig, [first, ...others]: RpcProxy[]): PartyConfig => ({
    ...{ ...config, sbnPort, rpcUrl: first?.url ?? '' },
    otherRpcUrls: others.map(({ url }) => url),
  })
  const servers = { sbn: await proxies(), gateway: await proxies() }
  const sbn = createSbn(through(await town.createSbnConfig(), servers.sbn), memory())
  opened.add(() => sbn.close())
  const gatewayConfig = await town.createGatewayConfig()
  const gateway = createGateway(through(gatewayConfig, servers.gateway), memory())
  opened.add(() => gateway.close())
  const buyerConfig = { ...(await town.createSubscriberConfig()), sbnPort }
  const buyer = createSubscriber(buyerConfig, memory())
  opened.add(() => buyer.close())
  return { buyer, gateway, sbn, servers, earned: () => town.balanceOf(gatewayConfig) }
}

async function begin({ gateway, sbn }: { gateway: Gateway; sbn: SBN }) {
  const trusted = new Promise<void>((resolve) => sbn.on('gatewayTrusted', () => resolve()))
  await sbn.start()
  await gateway.start()
  await trusted
}

test('an SBN and a gateway sell, deliver and settle while the server of their own client is gone', async () => {
  const market = await startMarket()
  for (const [own] of Object.values(market.servers)) own.intercept = () => 'refuse'
  await begin(market)
  const pass = await market.buyer.buy(requirements, options)
  const session = await pass.connect()
  await session.close()
  await pass.leave()
  await eventually(() => market.earned().then((amount) => amount > 0n)).toBe(true)
}, 60_000)

test('what is bought while a gateway reaches no majority of its servers is delivered once it does', async () => {
  const market = await startMarket()
  await begin(market)
  const [first, second] = market.servers.gateway
  first.intercept = () => 'refuse'
  second.intercept = () => 'refuse'
  const pass = await market.buyer.buy(requirements, options)
  await expect(pass.connectionInfo({ timeoutSeconds: 2 })).rejects.toMatchObject({
    code: 'DELIVERY_TIMEOUT',
  })
  second.intercept = () => undefined
  const session = await pass.connect()
  await session.close()
}, 60_000)
