import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DevnetClient } from '../../devnet/types.js'
import { once } from '../../internal/testing/once.js'
import type { SbnEvents } from '../events.js'
import { gateways } from '../tables.js'
import { createLine } from '../testing/createLine.js'
import { startMarket } from '../testing/startMarket.js'

let market: Awaited<ReturnType<typeof startMarket>>
const line = createLine({ mbps: 4 })
beforeAll(async () => {
  market = await startMarket({
    checkInterval: 300,
    throughput: { bytes: 1.5 * 1024 ** 2, seconds: 1, ramp: 1 },
    lineMbps: 1_000,
  })
})
afterAll(async () => {
  await market.close()
  line.close()
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

function startBehindLine(client: DevnetClient, mbps: number) {
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

test('whoever carries less than half of what it claims is refused at once when it is new, and looked at again soon when it is trusted', async () => {
  const client = await market.devnet.createClient()
  const { address } = client.account
  const first = nextVerdict(client)
  const { gateway } = await startBehindLine(client, 1_000)
  expect(await first).toBe('BELOW_CLAIM')

  const [check] = await gateway.checks()
  const [{ expectedMbps, mbps = 0 } = {}] = check?.drivers ?? []
  expect(check).toMatchObject({
    ...{ outcome: 'refused', reason: 'BELOW_CLAIM' },
    drivers: [{ driver: 'socks', reason: 'BELOW_CLAIM', belowClaim: true }],
  })
  expect(expectedMbps).toBe(1_000)
  expect(mbps).toBeLessThan(8)
  const { reasons } = (await market.sbn.explain(address)) ?? {}
  expect(reasons).toContain('Less than half of the bandwidth that it claims comes through.')
  expect(reasons).toContain(`It carries ${mbps} Mbit/s of the 1000 that it claims.`)

  // As if it had been trusted before.
  const second = nextVerdict(client)
  await market.store.transaction(async (tx) => {
    const row = await gateways.get(tx, address)
    const status = { gateway: address, floorPrice: 0n, trusted: true }
    if (row) await gateways.put(tx, address, { ...row, status, nextCheckAt: 0 })
  })
  expect(await second).toBeLessThan(8)
  const row = await market.store.transaction((tx) => gateways.get(tx, address))
  expect(row?.status.trusted).toBe(true)
  expect(row?.speed).toMatchObject({ below: true, next: (row?.speed?.at ?? 0) + 600 })
  await gateway.close()

  // Registered anew, it is checked at once; the line is fast now, since a busy machine adds to what is slow.
  line.change(200)
  const third = nextVerdict(client)
  await startBehindLine(client, 2)
  expect(await third).toBeLessThanOrEqual(2)
}, 60_000)
