import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { type SocksOptions, socks } from '@passband/tunnel/socks'
import { type Hex, parseUnits } from 'viem'
import { createDevnet } from '../../devnet/createDevnet.js'
import type { DevnetClient } from '../../devnet/types.js'
import { Gateway } from '../../gateway/gateway.js'
import { staticGeo } from '../../geo/staticGeo.js'
import { createCloser } from '../../internal/createCloser.js'
import type { Messenger } from '../../messaging/messenger.js'
import { memory } from '../../store/memory/memory.js'
import { SBN, type SbnParameters } from '../sbn.js'

/** Name under which the SBN's reflector is known to gateways, who may resolve it as they like. */
export const reflectorName = 'reflector.test'

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A chain, an SBN that tells 127.0.0.0/8 from 127.9.0.0/16, and gateways as a test wants them. */
export async function startMarket({
  privateKey,
  ...parameters
}: Partial<SbnParameters> & { privateKey?: Hex } = {}) {
  const opened = createCloser()
  const devnet = await createDevnet({ gateways: [] })
  opened.add(devnet.close)
  const port = await findPort()
  const store = parameters.store ?? memory()
  const client = await devnet.createClient({ prix: parseUnits('1000', 8), privateKey })
  /** The same SBN again, as after a restart; its port has to be free. */
  const createSbn = (changes: Partial<SbnParameters> = {}) =>
    new SBN({
      client,
      drivers: [socks()],
      // Residential and mobile take two sources.
      geo: ['first', 'second'].map((name) =>
        staticGeo(
          {
            '127.0.0.0/8': { country: 'DE', ipType: 'hosting' },
            '127.9.0.0/16': { country: 'FR', ipType: 'residential' },
          },
          { name },
        ),
      ),
      port,
      publicUrl: 'https://sbn.test',
      reflectorUrl: `http://${reflectorName}:${port}`,
      confirmations: 0,
      pollingInterval: 100,
      checkInterval: 5,
      throughput: { bytes: 4 * 1024 * 1024, ramp: 0.5, seconds: 1 },
      // Of a machine that is busy with tests no more is expected.
      lineMbps: 20,
      ...parameters,
      ...changes,
      store,
    })
  const sbn = createSbn()
  opened.add(() => sbn.close())
  await sbn.start()
  const url = `http://127.0.0.1:${port}`

  /** A gateway that finds the reflector where `reflectorPort` says. */
  async function startGateway(
    options: SocksOptions & {
      reflectorPort?: number
      change?: (driver: ReturnType<typeof socks>) => ReturnType<typeof socks>
      floorPrice?: bigint
      mbps?: number
      /** Its account; a new one when left out. */
      client?: DevnetClient
      /** How it reaches the SBN, when not over HTTP. */
      messenger?: (client: DevnetClient) => Messenger
    } = {},
  ) {
    const {
      change = (driver) => driver,
      client: account = await devnet.createClient({ prix: 0n }),
      floorPrice,
      mbps = 100,
      messenger,
      reflectorPort = port,
      ...rest
    } = options
    const driver = socks({
      host: '127.0.0.1',
      port: 0,
      allow: ['127.0.0.0/8'],
      resolver: async () => [{ address: '127.0.0.1', port: reflectorPort }],
      ...rest,
    })
    const gateway = new Gateway({
      client: account,
      sbn: messenger?.(account) ?? url,
      drivers: [change(driver)],
      services: ['proxy'],
      mbps,
      floorPrice,
      payee: account.account.address,
      store: memory(),
      confirmations: 0,
      pollingInterval: 100,
    })
    opened.add(() => gateway.close())
    await gateway.start()
    return { gateway, client: account, account: account.account.address }
  }
  const reflector = `http://${reflectorName}:${port}`
  return {
    devnet,
    sbn,
    createSbn,
    client,
    reflector,
    store,
    url,
    startGateway,
    close: opened.close,
  }
}
