import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DevnetClient } from '../../devnet/types.js'
import { once } from '../../internal/testing/once.js'
import type { SbnEvents } from '../events.js'
import { gateways } from '../tables.js'
import { createLine } from '../testing/createLine.js'
import { startMarket } from '../testing/startMarket.js'
import { bringForward } from './bringForward.js'

let market: Awaited<ReturnType<typeof startMarket>>
const [one, other] = [createLine({ mbps: 16 }), createLine({ mbps: 16 })]
beforeAll(async () => {
  market = await startMarket({
    checkInterval: 300,
    // All that come out next to each other are measured at the same moment.
    groupsLocal: true,
    throughput: { bytes: 64 * 1024 ** 2, seconds: 1, ramp: 0.2 },
  })
})
afterAll(async () => {
  await market.close()
  one.close()
  other.close()
})

/** What the SBN says after its next check of a gateway: what it can sell, or why it is refused. */
function nextVerdict({ account: { address } }: DevnetClient) {
  const isMeant = ({ gateway }: { gateway: string }) => gateway === address
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

function startBehind(line: typeof one, client: DevnetClient, mbps: number) {
  return market.startGateway({
    ...{ client, mbps },
    change: (driver) => ({
      ...driver,
      async serve(parameters) {
        const server = await driver.serve(parameters)
        const port = await line.relay(server.endpoint.port)
        return { ...server, endpoint: { ...server.endpoint, port } }
      },
    }),
  })
}

const readRow = (client: DevnetClient) =>
  market.store.transaction((tx) => gateways.get(tx, client.account.address))

test('whoever carries less than half of what it claims is refused: new ones at once, trusted ones the second time', async () => {
  const [liar, declining] = [await market.devnet.createClient(), await market.devnet.createClient()]
  const first = [nextVerdict(liar), nextVerdict(declining)]
  const [lying] = await Promise.all([
    startBehind(one, liar, 1_000),
    startBehind(other, declining, 8),
  ])
  const [refused, trusted] = await Promise.all(first)
  expect(refused).toBe('BELOW_CLAIM')
  expect(trusted).toBeGreaterThanOrEqual(4)

  const [check] = await lying.gateway.checks()
  expect(check).toMatchObject({
    ...{ outcome: 'refused', reason: 'BELOW_CLAIM' },
    drivers: [{ driver: 'socks', reason: 'BELOW_CLAIM', belowClaim: true }],
  })
  const [{ expectedMbps, mbps } = {}] = check?.drivers ?? []
  expect(expectedMbps).toBeGreaterThanOrEqual(500)
  expect(mbps).toBeLessThan(25)
  const { reasons } = (await market.sbn.explain(lying.account)) ?? {}
  expect(reasons).toContain('Less than half of the bandwidth that it claims comes through.')
  expect(reasons).toContain(`It carries ${mbps} Mbit/s of the 1000 that it claims.`)
  await lying.gateway.close()

  // An honest claim gets it in at once; its neighbour, measured with it, has become slow meanwhile.
  other.change(2.5)
  const second = [nextVerdict(liar), nextVerdict(declining)]
  await startBehind(one, liar, 8)
  const [honest, spared] = await Promise.all(second)
  expect(honest).toBeGreaterThanOrEqual(4)
  expect(spared).toBeLessThan(4)
  const { speed, status } = (await readRow(declining)) ?? {}
  expect(status?.trusted).toBe(true)
  expect(speed).toMatchObject({ below: true, next: (speed?.at ?? 0) + 600 })

  const third = nextVerdict(declining)
  const { address } = declining.account
  await market.store.transaction((tx) => bringForward(tx, [address]))
  expect(await third).toBe('BELOW_CLAIM')
}, 60_000)
