import { socks } from '@passband/tunnel/socks'
import { leave } from '../../../src/actions/passes/leave.js'
import { getBalance } from '../../../src/actions/prix/getBalance.js'
import { staticGeo } from '../../../src/geo/staticGeo.js'
import { http } from '../../../src/messaging/http.js'
import { SBN } from '../../../src/sbn/sbn.js'
import { memory } from '../../../src/store/memory/memory.js'
import { checkPasses, checkSent, countEvents, type Find } from './checkChain.js'
import { openShop } from './shop.js'
import { findPort, type Place, until } from './startPlace.js'
import { supervise } from './supervise.js'
import type { GatewayConfig } from './types.js'

/** Each case has a country of its own, so that its gateway is the one that is assigned. */
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const countryOf = (index: number) => `${letters[Math.floor(index / 26) % 26]}${letters[index % 26]}`
const exitOf = (index: number) => `127.1.${Math.floor(index / 26) % 26}.${(index % 26) + 1}`

/** An SBN for all cases in which gateways die. */
export async function startReferee({ bond, createAccount }: Place) {
  const { client } = await createAccount(bond)
  const port = await findPort()
  const places = Array.from({ length: 676 }, (_, index) => [
    `${exitOf(index)}/32`,
    { country: countryOf(index), ipType: 'hosting' as const },
  ])
  const sbn = new SBN({
    client,
    drivers: [socks()],
    geo: [staticGeo(Object.fromEntries(places))],
    port,
    publicUrl: `http://reflector.test:${port}`,
    store: memory(),
    confirmations: 0,
    pollingInterval: 50,
    throughput: { bytes: 1024 * 1024 },
    checkInterval: 1_000_000,
    settleAfter: 1_000_000,
  })
  await sbn.start()
  return { sbn, client, port, url: `http://127.0.0.1:${port}`, close: () => sbn.close() }
}

/**
 * The life of a gateway whose processes die at the given steps: it registers, is checked, sells, is
 * left, gives up, settles, and unregisters.
 *
 * @returns The steps of its first process, where processes died, and the steps that did not come.
 */
export async function runGatewayCase(
  place: Place,
  referee: Awaited<ReturnType<typeof startReferee>>,
  { deadly, find, index }: { deadly: readonly string[]; find: Find; index: number },
) {
  const { contracts, createAccount, createClient, file, mineAt, mined, now, program } = place
  const account = await createAccount()
  const payee = place.createPayee()
  const config: GatewayConfig = {
    privateKey: account.privateKey,
    contracts,
    rpcUrl: place.rpcUrl,
    store: file('gateway.db'),
    port: await findPort(),
    sbnUrl: referee.url,
    payee,
    exit: exitOf(index),
    reflectorPort: referee.port,
  }
  const gateway = supervise(program('runGateway'), { config, deadly, file: file('gateway.json') })
  const { failed } = gateway
  try {
    await until(
      'trust',
      async () =>
        (await referee.sbn.gateways()).some(
          (status) => status.gateway === account.address && status.trusted,
        ),
      { failed },
    )
    const buyer = await createClient()
    const before = await getBalance(buyer, { account: buyer.account.address })
    const sbn = referee.client.account.address
    const shop = openShop(place, { buyer, messenger: http(referee.url), sbn })
    const country = countryOf(index)
    const isGone = async (what: string, one: { isAdmitted: () => Promise<boolean> }) =>
      until(`${what} is not admitted any more`, async () => !(await one.isAdmitted()), { failed })
    const isServed = async (what: string, one: { isAdmitted: () => Promise<boolean> }) =>
      until(`${what} is served`, () => one.isAdmitted(), { failed })

    const short = await shop.buy({ duration: 300, country })
    const left = await shop.buy({ duration: 3_600, country })
    await isServed('the short pass', short)
    await isServed('the pass that is left', left)
    await mineAt((await now()) + 301)
    const hasEnded = (passId: string) => async () =>
      (await place.readEvents()).some(
        (event) => event.eventName === 'PassEnded' && event.args.passId === BigInt(passId),
      )
    await until('the short pass is settled', hasEnded(short.passId), { failed })
    await isGone('the short pass', short)
    await mined(leave(buyer, { terms: left.terms }))
    await isGone('the pass that was left', left)

    const kept = await shop.buy({ duration: 3_600, country })
    const given = await shop.buy({ duration: 3_600, country })
    await isServed('the pass that is given up', given)
    await gateway.command({ name: 'giveUp', passId: given.passId })
    await isGone('the pass that was given up', given)
    await isServed('the pass that runs', kept)

    await gateway.killNow()
    await isServed('the pass that runs, after everything', kept)
    for (const one of [short, left, given])
      if (await one.isAdmitted()) find('a pass is admitted that has ended')
    await gateway.command({ name: 'unregister' })

    const { expect } = await countEvents(place, account.address, find)
    expect('GatewayRegistered', 1)
    expect('GatewayEndpointUpdated', 0)
    expect('GatewayUnregistered', 1)
    const passes = { ended: [short, left, given], open: [kept] }
    await checkPasses(place, { buyer, before, payee, ...passes }, find)
    // Registered, settled, given up, unregistered.
    await checkSent(place, account.address, 4, find)
    return { steps: gateway.steps, deaths: gateway.deaths, missed: gateway.left }
  } finally {
    await gateway.close()
  }
}
