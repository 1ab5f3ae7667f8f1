import { parseUnits } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getBalance } from '../../actions/prix/getBalance.js'
import { once } from '../../internal/testing/once.js'
import type { SbnEvents } from '../events.js'
import { createShop, readRow, shopNow } from '../testing/createShop.js'
import { startMarket } from '../testing/startMarket.js'

type Market = Awaited<ReturnType<typeof startMarket>>
type Driver = Parameters<
  NonNullable<NonNullable<Parameters<Market['startGateway']>[0]>['change']>
>[0]

let market: Market
let purse: Awaited<ReturnType<ReturnType<typeof createShop>['open']>>
const shop = createShop()
beforeAll(async () => {
  market = await startMarket({
    checkInterval: 300,
    throughput: { bytes: 4 * 1024 ** 2, seconds: 0.5, ramp: 0.1 },
    blind: { shopper: shop.shopper, budgetPerDay: parseUnits('50', 8), share: 0 },
  })
  purse = await shop.open(market)
})
afterAll(() => market.close())

/** A gateway that the SBN trusts. */
async function startTrusted(change?: (driver: Driver) => Driver) {
  const { account } = await market.startGateway({ mbps: 20, ...(change && { change }) })
  await once<SbnEvents['gatewayTrusted']>(
    (listener) => market.sbn.on('gatewayTrusted', listener),
    ({ gateway }) => gateway === account,
  )
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

/** Gives customers half of what they bought, and open checks all. */
const favour = (driver: Driver): Driver => ({
  ...driver,
  async serve(parameters) {
    const server = await driver.serve(parameters)
    const admit: typeof server.admit = (grant) =>
      server.admit(
        grant.passId.startsWith('check:') ? grant : { ...grant, mbps: (grant.mbps ?? 0) / 2 },
      )
    return { ...server, admit }
  },
})

test('an honest gateway gives blind checks what they bought, which costs the minimum', async () => {
  const account = await startTrusted()
  const before = await getBalance(purse, { account: purse.account.address })
  const { share } = await shopAt(account)
  expect(share).toBeGreaterThan(0.8)
  const { blind, record, status } = await readRow(market, account)
  expect(status.trusted).toBe(true)
  expect(blind).toMatchObject({ results: [{ share, isTelling: true }] })
  expect(blind?.finding).toBe(undefined)
  expect(record?.passes).toMatchObject({ good: 1, bad: 0 })
  await expect
    .poll(async () => (await shop.shopper.unfinished()).length, { timeout: 10_000 })
    .toBe(0)
  const cost = before - (await getBalance(purse, { account: purse.account.address }))
  const { used } = await market.sbn.spending()
  expect(cost).toBeGreaterThan(0n)
  expect(used).toBe(cost)
})

test('one that gives customers half of what it gives to checks is found within 5, and refused', async () => {
  const account = await startTrusted(favour)
  const refused = once<SbnEvents['gatewayRefused']>(
    (listener) => market.sbn.on('gatewayRefused', listener),
    ({ gateway }) => gateway === account,
  )
  const shares: number[] = []
  while ((await readRow(market, account)).status.trusted) shares.push((await shopAt(account)).share)
  expect(shares.length).toBeLessThanOrEqual(5)
  expect(await refused).toMatchObject({ reason: 'FAVOURS_CHECKS' })
  const { reasons = [], trusted } = (await market.sbn.explain(account)) ?? {}
  expect(trusted).toBe(false)
  expect(reasons[0]).toBe('Its customers get less than the open checks of this SBN do.')
}, 60_000)
