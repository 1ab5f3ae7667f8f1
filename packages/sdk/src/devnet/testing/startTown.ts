import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { parseUnits } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import { getBalance } from '../../actions/prix/getBalance.js'
import { createDevnet } from '../createDevnet.js'
import type { PartyConfig } from './parties.js'

/** A port that nobody listens on now. */
export async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A chain and an origin, and accounts with money for an SBN, a gateway and subscribers yet to come. */
export async function startTown() {
  const devnet = await createDevnet({ gateways: [] })
  const sbnPort = await findPort()
  const { contracts, origin, rpcUrl } = devnet
  const createConfig = async (prix: bigint): Promise<PartyConfig> => {
    const privateKey = generatePrivateKey()
    await devnet.createClient({ privateKey, prix })
    return { rpcUrl, contracts, privateKey, sbnPort, originPort: origin.httpPort }
  }
  const thousand = parseUnits('1000', 8)
  return {
    devnet,
    origin: `http://${origin.host}/`,
    sbnUrl: `http://127.0.0.1:${sbnPort}`,
    createSbnConfig: () => createConfig(thousand),
    createGatewayConfig: () => createConfig(0n),
    createSubscriberConfig: () => createConfig(thousand),
    /** PRIX of an account, in base units. */
    async balanceOf(config: PartyConfig): Promise<bigint> {
      const client = await devnet.createClient({ privateKey: config.privateKey, prix: 0n })
      return getBalance(client, { account: client.account.address })
    },
    close: devnet.close,
  }
}
