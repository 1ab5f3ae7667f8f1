import { type Address, parseUnits } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getBalance } from '../../actions/prix/getBalance.js'
import { getChainTime } from '../../internal/getChainTime.js'
import { eventually } from '../../internal/testing/eventually.js'
import { once } from '../../internal/testing/once.js'
import type { SbnEvents } from '../events.js'
import { gateways, passes } from '../tables.js'
import { createShop, readRow, shopNow, untilTrusted } from '../testing/createShop.js'
import { startMarket } from '../testing/startMarket.js'
import { takeMoney } from './spending.js'

type Market = Awaited<ReturnType<typeof startMarket>>
type Driver = Parameters<
  NonNullable<NonNullable<Parameters<Market['startGateway']>[0]>['change']>
>[0]

let market: Market
const funds = parseUnits('100', 8)
let purse: Awaited<ReturnType<ReturnType<typeof createShop>['open']>>
const shop = createShop()
beforeAll(async () => {
  market = await startMarket({
    checkInterval: 300,
    throughput: { bytes: 384 * 1024, seconds: 5, ramp: 0 },
    blind: { shopper: shop.shopper, budgetPerDay: parseUnits('50', 8), share: 0 },
  })
  purse = await shop.open(market, { prix: funds })
})
afterAll(() => market.close())

/** A gateway that the SBN trusts. */
async function startTrusted(change?: (driver: Driver) => Driver) {
  const { account } = await market.startGateway({ mbps: 4, ...(change && { change }) })
  await untilTrusted(market, account)
  return account
}

/** What a blind check of a gateway finds. */
async function shopAt(account: string) {
  const checked = once<SbnEvents['blindChecked']>(
    (listener) => market.sbn.on('blindChecked', listener),
    ({ gateway }) => gateway === account,
  )
  await shopNow(market, account)
  return checked
}

type Server = Awaited<ReturnType<Driver['serve']>>
type Admit = Server['admit']

/** Treats customers in another way than checks. */
const change = (
  driver: Driver,
  admit: (server: Server, ...parameters: Parameters<Admit>) => ReturnType<Admit>,
): Driver => ({
  ...driver,
  async serve(parameters) {
    const server = await driver.serve(parameters)
    return {
      ...server,
      admit: (...given) =>
        given[0].passId.startsWith('check:') ? server.admit(...given) : admit(server, ...given),
    }
  },
})

/** Gives customers half of what they bought, and open checks all. */
const favour = (driver: Driver) =>
  change(driver, (server, grant) => server.admit({ ...grant, mbps: (grant.mbps ?? 0) / 2 }))

/** Lets customers in nowhere. */
const turnAway = (driver: Driver) =>
  change(driver, async (server, grant) => {
    const connection = await server.admit(grant)
    await server.revoke(grant.passId)
    return connection
  })

/** What comes of a throughput test that was to be blind; it must not be. */
async function testOpenly(account: string) {
  const quoted: unknown[] = []
  const off = market.sbn.on('quoted', (event) => quoted.push(event))
  const measured = once<SbnEvents['gatewayTrusted']>(
    (listener) => market.sbn.on('gatewayTrusted', listener),
    ({ gateway }) => gateway === account,
  )
  const { speed } = await readRow(market, account)
  await shopNow(market, account)
  await eventually(async () => (await readRow(market, account)).speed?.blind).toBe(undefined)
  await market.store.transaction((tx) =>
    gateways.update(tx, account, (row) => ({ ...row, nextCheckAt: 0 })),
  )
  await measured
  off()
  expect((await readRow(market, account)).speed?.count).toBe((speed?.count ?? 0) + 1)
  return quoted
}

let honest: Address

test('an honest gateway passes', async () => {
  honest = await startTrusted()
  const { share } = await shopAt(honest)
  expect(share).toBeGreaterThanOrEqual(0.8)
  const { blind, record, status } = await readRow(market, honest)
  expect(status.trusted).toBe(true)
  expect(blind?.results.at(-1)).toMatchObject({ share, isTelling: true })
  expect(blind?.finding).toBe(undefined)
  expect(record?.passes.bad).toBe(0)
  const { parts = [] } = (await market.sbn.explain(honest)) ?? {}
  expect(parts.at(-1)).toMatchObject({ part: 'fairness' })
}, 60_000)

test('one that gives customers half of what it gives to checks is found and refused', async () => {
  const account = await startTrusted(favour)
  // As after two blind checks; `npm run bench:measuring` makes all of them.
  const low = { at: await getChainTime(market.client), share: 0.5, isTelling: true }
  await market.store.transaction((tx) =>
    gateways.update(tx, account, (row) => ({ ...row, blind: { results: [low, low] } })),
  )
  const refused = once<SbnEvents['gatewayRefused']>(
    (listener) => market.sbn.on('gatewayRefused', listener),
    ({ gateway }) => gateway === account,
  )
  const { share } = await shopAt(account)
  expect(share).toBeGreaterThan(0.3)
  expect(share).toBeLessThan(0.7)
  expect(await refused).toMatchObject({ reason: 'FAVOURS_CHECKS' })
  const { reasons = [], trusted } = (await market.sbn.explain(account)) ?? {}
  expect(trusted).toBe(false)
  expect(reasons[0]).toBe('Its customers get less than the open checks of this SBN do.')
  expect(reasons.join('\n')).toMatch(
    /Customers get \d\d % of what open checks get, in 3 blind checks\./,
  )
}, 60_000)

test('one that lets checks in and turns customers away has failed them', async () => {
  const account = await startTrusted(turnAway)
  expect(await shopAt(account)).toMatchObject({ share: 0 })
  const { record } = await readRow(market, account)
  expect(record?.passes).toMatchObject({ good: 0, bad: 1 })
}, 60_000)

test('blind checks cost the least that passes cost, and without money checks are open', async () => {
  await eventually(() => shop.shopper.unfinished()).toEqual([])
  const { limit, used } = await market.sbn.spending()
  expect(used).toBeGreaterThan(0n)
  expect(used).toBeLessThan(funds / 100n)
  await eventually(() => getBalance(purse, { account: purse.account.address })).toBe(funds - used)
  // They were left early, which says nothing.
  const readPasses = async () => {
    const rows = await market.store.transaction((tx) => passes.list(tx))
    return rows.map(({ value: { blind, ended } }) => blind && ended)
  }
  await eventually(async () => new Set(await readPasses())).toEqual(new Set([true]))

  // The operator's purse is empty.
  const failed = once<SbnEvents['error']>((listener) => market.sbn.on('error', listener))
  const spender = await shop.open(market, { prix: 0n })
  expect(await testOpenly(honest)).toEqual([])
  expect((await failed).error).toMatchObject({ code: 'INSUFFICIENT_PRIX' })
  expect((await market.sbn.spending()).used).toBe(used)
  await shop.open(market, { purse })

  // The day's money is spent.
  const now = await getChainTime(spender)
  await market.store.transaction((tx) => takeMoney(tx, { amount: limit - used, limit, now }))
  expect(await testOpenly(honest)).toEqual([])
}, 60_000)
