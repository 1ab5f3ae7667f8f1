import { socks } from '@passband/tunnel/socks'
import { type Address, parseEther, parseUnits } from 'viem'
import { Gateway } from '../gateway/gateway.js'
import { staticGeo } from '../geo/staticGeo.js'
import { createCloser } from '../internal/createCloser.js'
import { chain as chainMessenger } from '../messaging/chain/chain.js'
import { SBN } from '../sbn/sbn.js'
import { memory } from '../store/memory/memory.js'
import { createDevnetClient, createFaucet, devnetPolling } from './createFaucet.js'
import { defineDevnetChain } from './defineDevnetChain.js'
import { deployContracts } from './deployContracts.js'
import { startAnvil } from './startAnvil.js'
import { type Origin, startOrigin } from './startOrigin.js'
import type { Devnet, DevnetGateway, DevnetGatewayParameters, DevnetParameters } from './types.js'
import { waitForChecks } from './waitForChecks.js'

const defaultGateways: readonly DevnetGatewayParameters[] = [
  { country: 'DE' },
  { country: 'DE', ipType: 'residential', mbps: 50 },
  { country: 'NL', mbps: 200 },
  { country: 'US' },
]

const prix = (amount: string) => parseUnits(amount, 8)
/** Wei that a message may cost, where they come out of nothing. */
const maxCost = parseEther('1')
const exitAddress = (index: number) => `127.0.0.${11 + index}`

/**
 * Starts a whole market on this machine: a chain with one-second blocks that also mines every
 * transaction at once, the contracts, an SBN, gateways in several countries that leave from addresses
 * of their own (127.0.0.11 and on), and an origin that they know as `example.com`. Resolves when the
 * SBN trusts all gateways, or has refused those that are there to be refused. Any number of them run side by side.
 *
 * @throws `AnvilStartError`, `DevnetError`, `PackageMissingError`
 *
 * @example
 * ```ts
 * import { createDevnet } from '@passband/sdk/devnet'
 *
 * await using devnet = await createDevnet()
 * const client = await devnet.createClient()
 * const subscriber = new Subscriber({ client, sbn: devnet.url, drivers: [socks()] })
 * ```
 */
export async function createDevnet(parameters: DevnetParameters = {}): Promise<Devnet> {
  const { checkInterval = 5, gateways = defaultGateways, onchain, onProgress, signal } = parameters
  const opened = createCloser()
  try {
    const starting = startOrigin()
    opened.add(async () => (await starting.catch(() => undefined))?.close())
    const anvil = await startAnvil({ blockTime: 1, args: ['--mixed-mining'], signal })
    opened.add(() => anvil.close())
    onProgress?.({ step: 'chain', rpcUrl: anvil.url })

    const bare = defineDevnetChain(anvil.url)
    const bankAccount = await createFaucet(bare, createDevnetClient(bare))({ prix: 0n })
    const treasury = createDevnetClient(bare).account.address
    const contracts = await deployContracts(bankAccount, {
      supply: prix('10000000'),
      treasury,
      protocolFee: 100,
      bond: prix('1000'),
      unbondingTime: 7 * 86_400,
    })
    const chain = defineDevnetChain(anvil.url, contracts)
    const bank = { ...bankAccount, chain }
    const createClient = createFaucet(chain, bank)
    onProgress?.({ step: 'contracts', contracts })
    signal?.throwIfAborted()

    const origin = await starting
    onProgress?.({ step: 'origin' })

    const common = { confirmations: 0, pollingInterval: devnetPolling * 2 }
    const sbnClient = await createClient({ prix: prix('1000') })
    const sbnAccount = sbnClient.account.address
    // Residential and mobile take two sources.
    const geo = ['devnet', 'devnet-copy'].map((name) =>
      staticGeo(Object.fromEntries(gateways.map(toRange)), { name }),
    )
    const sbn = new SBN({
      ...common,
      client: sbnClient,
      drivers: [socks()],
      geo,
      location: parameters.location,
      pricing: parameters.pricing,
      settleAfter: parameters.settleAfter,
      store: memory(),
      checkInterval,
      throughput: { bytes: 4 * 1024 * 1024, ramp: 0.5, seconds: 2, ...parameters.throughput },
      // All of it is one machine, which may be busy: no gateway is refused for that.
      lineMbps: 20,
      ...(onchain && { api: false, onchain: { maxCost, answersPerAsker: 1_000 } }),
    })
    opened.add(() => sbn.close())
    await sbn.start({ signal })
    onProgress?.({ step: 'sbn', url: sbn.url })

    const planned = await allOrNone(
      gateways.map(async (wanted) => ({ wanted, client: await createClient({ prix: 0n }) })),
    )
    const checked = waitForChecks(
      sbn,
      planned.map(({ client, wanted }) => ({ ...wanted, gateway: client.account.address })),
      { onProgress, signal },
    )
    // Starting the gateways may fail first; this is then not looked at any more.
    checked.catch(() => {})
    const running = await allOrNone(
      planned.map(async ({ client, wanted }, index): Promise<DevnetGateway> => {
        const payee: Address = createDevnetClient(chain).account.address
        const gateway = new Gateway({
          ...common,
          client,
          sbn: onchain ? chainMessenger({ client, sbn: sbnAccount, maxCost }) : sbn.url,
          drivers: [createDriver(exitAddress(index), origin, wanted)],
          services: ['proxy', 'vpn', 'cdn'],
          mbps: wanted.mbps ?? 100,
          floorPrice: wanted.floorPrice,
          payee,
          store: memory(),
        })
        opened.add(() => gateway.close())
        await gateway.start({ signal })
        const { address: account } = client.account
        const { country, refusedWith } = wanted
        onProgress?.({ step: 'gatewayRegistered', gateway: account, country })
        const close = () => gateway.close()
        const place = { country, exitAddress: exitAddress(index) }
        return { gateway, account, payee, ...place, ...(refusedWith && { refusedWith }), close }
      }),
    )
    await checked
    return {
      chain,
      rpcUrl: anvil.url,
      contracts,
      url: sbn.url,
      sbn,
      sbnAccount,
      geo,
      bank: bank.account.address,
      treasury,
      gateways: running,
      origin,
      createClient,
      close: opened.close,
      [Symbol.asyncDispose]: opened.close,
    }
  } catch (error) {
    await opened.close()
    signal?.throwIfAborted()
    throw error
  }
}

/** As Promise.all, but fails only when all are through, so that nothing is opened after that. */
async function allOrNone<value>(promises: Promise<value>[]): Promise<value[]> {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}

function toRange({ country, ipType = 'hosting' }: DevnetGatewayParameters, index: number) {
  return [`${exitAddress(index)}/32`, { country, ipType }] as const
}

/** Leaves from its own address, knows one name, the origin's, and carries no more than it can. */
function createDriver(
  localAddress: string,
  origin: Origin,
  { carries }: Pick<DevnetGatewayParameters, 'carries'>,
): ReturnType<typeof socks> {
  const driver = socks({
    host: '127.0.0.1',
    port: 0,
    localAddress,
    allow: ['127.0.0.1/32'],
    resolver: async (host, port) =>
      host === origin.host
        ? [{ address: '127.0.0.1', port: port === 443 ? origin.httpsPort : origin.httpPort }]
        : [],
  })
  if (carries === undefined) return driver
  return {
    ...driver,
    async serve(parameters) {
      const server = await driver.serve(parameters)
      const limit = (mbps = carries) => Math.min(mbps, carries)
      return { ...server, admit: (grant) => server.admit({ ...grant, mbps: limit(grant.mbps) }) }
    },
  }
}
