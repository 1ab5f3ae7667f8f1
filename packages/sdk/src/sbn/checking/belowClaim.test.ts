import { socks } from '@passband/tunnel/socks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DevnetClient } from '../../devnet/types.js'
import { once } from '../../internal/testing/once.js'
import { Subscriber } from '../../subscriber/subscriber.js'
import type { SbnEvents } from '../events.js'
import { gateways } from '../tables.js'
import { createLine } from '../testing/createLine.js'
import { startMarket } from '../testing/startMarket.js'
import { bringForward } from './bringForward.js'

let market: Awaited<ReturnType<typeof startMarket>>
const line = createLine({ mbps: 40 })
beforeAll(async () => {
  market = await startMarket({
    checkInterval: 300,
    throughput: { bytes: 64 * 1024 ** 2, seconds: 1, ramp: 0.1 },
  })
})
afterAll(async () => {
  await market.close()
  line.close()
})

/** What the SBN says after its next check of a gateway. */
function nextVerdict(account?: string) {
  const isMeant = ({ gateway }: { gateway: string }) => account === undefined || gateway === account
  return Promise.race([
    once<SbnEvents['gatewayTrusted']>(
      (listener) => market.sbn.on('gatewayTrusted', listener),
      isMeant,
    ).then(({ status }) => status.mbps),
    once<SbnEvents['gatewayRefused']>(
      (listener) => market.sbn.on('gatewayRefused', listener),
      isMeant,
    ).then(({ reason }) => reason),
  ])
}

async function startBehindLine(mbps: number, client?: DevnetClient) {
  const verdict = nextVerdict(client?.account.address)
  const started = await market.startGateway({
    ...(client && { client }),
    mbps,
    change: (driver) => ({
      ...driver,
      async serve(parameters) {
        const server = await driver.serve(parameters)
        const port = await line.relay(server.endpoint.port)
        return { ...server, endpoint: { ...server.endpoint, port } }
      },
    }),
  })
  return { ...started, verdict: await verdict }
}

async function measureAgain(account: `0x${string}`) {
  const verdict = nextVerdict(account)
  await market.store.transaction((tx) => bringForward(tx, [account]))
  return verdict
}

test('a gateway that claims more than twice of what comes through is refused until it claims less', async () => {
  const liar = await startBehindLine(1_000)
  expect(liar.verdict).toBe('BELOW_CLAIM')
  const [check] = await liar.gateway.checks()
  expect(check).toMatchObject({ outcome: 'refused', reason: 'BELOW_CLAIM' })
  expect(check?.drivers).toMatchObject([
    { driver: 'socks', reason: 'BELOW_CLAIM', expectedMbps: 1_000, belowClaim: true },
  ])
  expect(check?.drivers[0]?.mbps).toBeLessThan(60)
  const { reasons } = (await market.sbn.explain(liar.account)) ?? {}
  expect(reasons).toContain('Less than half of the bandwidth that it claims comes through.')
  expect(reasons?.join(' ')).toMatch(/It carries \d+ Mbit\/s of the 1000 that it claims\./)
  await liar.gateway.close()

  const { account, verdict } = await startBehindLine(8, liar.client)
  expect(verdict).toBeGreaterThanOrEqual(4)

  // Slower now, and mostly sold: what was sold counts.
  const client = await market.devnet.createClient()
  await using subscriber = new Subscriber({ client, sbn: market.url, drivers: [socks()] })
  const pass = await subscriber.buy(
    { service: 'proxy', mbps: 4, duration: '1h' },
    { maxPrice: 10n ** 10n },
  )
  line.change(3)
  expect(await measureAgain(account)).toBeGreaterThanOrEqual(4)
  const readRow = () => market.store.transaction((tx) => gateways.get(tx, account))
  const row = await readRow()
  expect(row?.status.trusted).toBe(true)
  expect(row?.speed).not.toHaveProperty('below')

  // Nothing is sold any more: once is forgiven, and looked at again soon.
  const left = once<SbnEvents['passEnded']>(
    (listener) => market.sbn.on('passEnded', listener),
    ({ passId }) => passId === pass.id,
  )
  await pass.leave()
  await left
  expect(await measureAgain(account)).toBeLessThan(4)
  const { speed, status } = (await readRow()) ?? {}
  expect(speed).toMatchObject({ below: true, next: (speed?.at ?? 0) + 600 })
  expect(status?.trusted).toBe(true)
  expect(await measureAgain(account)).toBe('BELOW_CLAIM')
}, 60_000)
