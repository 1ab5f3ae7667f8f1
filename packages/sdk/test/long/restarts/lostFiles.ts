import { socks } from '@passband/tunnel/socks'
import { getSbn } from '../../../src/actions/sbns/getSbn.js'
import { Gateway } from '../../../src/gateway/gateway.js'
import { staticGeo } from '../../../src/geo/staticGeo.js'
import { http } from '../../../src/messaging/http.js'
import { SBN } from '../../../src/sbn/sbn.js'
import { memory } from '../../../src/store/memory/memory.js'
import type { Find } from './checkChain.js'
import { openShop } from './shop.js'
import { findPort, type Place, until } from './startPlace.js'

/** A gateway, then its SBN, come back with nothing but their accounts' keys. */
export async function loseFiles(place: Place, find: Find): Promise<void> {
  const { bond, contracts, createAccount, createClient, mineAt, now } = place
  const [operator, agent] = [await createAccount(bond), await createAccount()]
  const port = await findPort()
  const common = { confirmations: 0, pollingInterval: 50 }
  const startSbn = async () => {
    const sbn = new SBN({
      ...common,
      client: operator.client,
      drivers: [socks()],
      geo: [staticGeo({ '127.0.0.0/8': { country: 'DE', ipType: 'hosting' } })],
      port,
      publicUrl: `http://reflector.test:${port}`,
      throughput: { bytes: 1024 * 1024 },
      checkInterval: 1_000_000,
      settleAfter: 10,
      store: memory(),
    })
    await sbn.start()
    return sbn
  }
  const messenger = http(`http://127.0.0.1:${port}`)
  const startGateway = async (mbps: number, floorPrice: bigint) => {
    const resolver = async () => [{ address: '127.0.0.1', port }]
    const gateway = new Gateway({
      ...common,
      client: agent.client,
      sbn: messenger,
      drivers: [socks({ host: '127.0.0.1', port: 0, allow: ['127.0.0.0/8'], resolver })],
      services: ['proxy'],
      mbps,
      floorPrice,
      store: memory(),
    })
    await gateway.start()
    return gateway
  }
  const isTrusted = async () =>
    (await sbn.gateways()).some(({ gateway, trusted }) => gateway === agent.address && trusted)

  let sbn = await startSbn()
  let gateway = await startGateway(100, 0n)
  try {
    await until('trust', isTrusted)
    const buyer = await createClient()
    const shop = openShop(place, { buyer, messenger, sbn: operator.address })
    const one = await shop.buy({ duration: 3_600, country: 'DE' })
    await until('the pass is served', one.isAdmitted)
    const before = await one.info()

    // Another endpoint, and a price at which the pass would not be sold any more.
    await gateway.close()
    gateway = await startGateway(100, 10n ** 9n)
    await until('the pass is served at the new endpoint', one.isAdmitted)
    const after = await one.info()
    if (JSON.stringify(before) === JSON.stringify(after)) find('the endpoint is the old one')
    if ((await gateway.passes()).some(({ refused }) => refused)) find('an agreed pass was refused')

    const record = await getSbn(buyer, { contracts, sbn: operator.address })
    await sbn.close()
    sbn = await startSbn()
    await until('trust after everything was lost', isTrusted)
    const rebuilt = await getSbn(buyer, { contracts, sbn: operator.address })
    if (rebuilt.encryptionKey !== record.encryptionKey) find('the SBN has another key')
    if (rebuilt.keySequence !== 1 || rebuilt.bond !== bond) find('the SBN registered again')
    // Nobody has to ask: the gateway sees on the chain that its SBN has begun anew.
    await until('the pass is delivered again', one.isAdmitted)

    // Its quote is lost, and the SBN settles it all the same when the gateway does not.
    await gateway.close()
    await mineAt((await now()) + 3_601 + 10)
    await until('the SBN settles', async () =>
      (await place.readEvents()).some(
        (event) => event.eventName === 'PassEnded' && event.args.passId === BigInt(one.passId),
      ),
    )
  } finally {
    await gateway.close()
    await sbn.close()
  }
}
