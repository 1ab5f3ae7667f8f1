import { socks } from '@passband/tunnel/socks'
import { getFees } from '../../../src/actions/passes/getFees.js'
import { leave } from '../../../src/actions/passes/leave.js'
import { getBalance } from '../../../src/actions/prix/getBalance.js'
import { getSbn } from '../../../src/actions/sbns/getSbn.js'
import { Gateway } from '../../../src/gateway/gateway.js'
import { http } from '../../../src/messaging/http.js'
import { passesRequest } from '../../../src/protocol/messages/passesRequest.js'
import { signMessage } from '../../../src/protocol/signMessage.js'
import { memory } from '../../../src/store/memory/memory.js'
import { checkPasses, checkSent, countEvents, type Find } from './checkChain.js'
import { openShop } from './shop.js'
import { findPort, type Place, until } from './startPlace.js'
import { supervise } from './supervise.js'
import type { SbnConfig } from './types.js'

const settleAfter = 100

/**
 * The life of an SBN whose processes die at the given steps: it registers, checks a gateway, quotes,
 * passes on details and deliveries, settles what the gateway does not, and collects its fees.
 *
 * @returns The steps of its first process, where processes died, and the steps that did not come.
 */
export async function runSbnCase(
  place: Place,
  { deadly, find }: { deadly: readonly string[]; find: Find },
) {
  const { bond, contracts, createAccount, createClient, file, mineAt, mined, now, program } = place
  const account = await createAccount(bond)
  const port = await findPort()
  const config: SbnConfig = {
    privateKey: account.privateKey,
    contracts,
    rpcUrl: place.rpcUrl,
    store: file('sbn.db'),
    port,
    settleAfter,
  }
  const sbn = supervise(program('runSbn'), { config, deadly, file: file('sbn.json') })
  const { failed } = sbn
  const messenger = http(`http://127.0.0.1:${port}`)
  const seller = await createAccount()
  const payee = place.createPayee()
  const gateway = new Gateway({
    client: seller.client,
    sbn: messenger,
    drivers: [
      socks({
        host: '127.0.0.1',
        port: 0,
        allow: ['127.0.0.0/8'],
        resolver: async () => [{ address: '127.0.0.1', port }],
      }),
    ],
    services: ['proxy'],
    mbps: 100,
    payee,
    store: memory(),
    confirmations: 0,
    pollingInterval: 50,
  })
  try {
    await sbn.ready()
    await until('the gateway starts', () => startGateway(gateway), { failed })
    await until('trust', async () => (await gateway.status()).trusted, { failed })
    const { encryptionKey } = await until('its key', () => messenger.getInfo(), { failed })

    const buyer = await createClient()
    const owner = buyer.account.address
    const before = await getBalance(buyer, { account: owner })
    const shop = openShop(place, { buyer, messenger, sbn: account.address })
    const left = await shop.buy({ duration: 3_600, country: 'DE' }, failed)
    const late = await shop.buy({ duration: 300, country: 'DE' }, failed)
    const again = await until('the same quote', () => messenger.requestQuote(left.request), {
      failed,
    })
    if (again.signature !== left.quote.signature) find('the same request got another quote')
    for (const one of [left, late])
      await until('a pass is served', () => one.isAdmitted(), { failed })

    // Nobody is left to settle but the SBN.
    await gateway.close()
    await mineAt((await now()) + 301 + settleAfter)
    await until(
      'the SBN settles',
      async () =>
        (await place.readEvents()).some(
          (event) => event.eventName === 'PassEnded' && event.args.passId === BigInt(late.passId),
        ),
      { failed },
    )
    await mined(leave(buyer, { terms: left.terms }))
    const list = async () => {
      const message = { owner, sbn: account.address, expiresAt: (await now()) + 60 }
      const request = await signMessage(buyer, passesRequest, message, shop.deployment)
      return (await messenger.listPasses(request)).passes
    }
    const bothEnded = async () => {
      const passes = await list()
      return passes.length === 2 && passes.every(({ ended }) => ended)
    }
    await until('both ends are known', bothEnded, { failed })
    await sbn.command({ name: 'collectFees' })

    await sbn.killNow()
    await until('both ends are known after everything', bothEnded, { failed })
    for (const one of [left, late]) await one.info()
    const known = await messenger.requestQuote(left.request)
    if (known.signature !== left.quote.signature) find('a quote was forgotten')
    const record = await getSbn(buyer, { contracts, sbn: account.address })
    if (record.encryptionKey !== encryptionKey || record.keySequence !== 1) find('the key changed')
    if (record.bond !== bond) find('the bond is another')

    const { expect } = await countEvents(place, account.address, find)
    expect('SbnRegistered', 1)
    expect('SbnUpdated', 1)
    expect('GatewayRegistered', 1)
    expect('FeesCollected', 1)
    await checkPasses(place, { buyer, before, payee, ended: [left, late], open: [] }, find)
    const fees = await getFees(buyer, { contracts, sbn: account.address })
    if (fees.sbnAmount !== 0n) find('fees are left')
    // Approved and paid the bond, settled, collected.
    await checkSent(place, account.address, 4, find)
    return { steps: sbn.steps, deaths: sbn.deaths, missed: sbn.left }
  } finally {
    await gateway.close()
    await sbn.close()
  }
}

/** A start that failed can be repeated with the same gateway. */
async function startGateway(gateway: Gateway): Promise<true> {
  await gateway.start()
  return true
}
