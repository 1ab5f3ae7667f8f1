import { afterAll, beforeAll, expect, test } from 'vitest'
import { once } from '../../internal/testing/once.js'
import type { SbnEvents } from '../events.js'
import { createLine } from '../testing/createLine.js'
import { startMarket } from '../testing/startMarket.js'

/** Mbit/s of the line that all gateways of this test share. */
const line = 20

let market: Awaited<ReturnType<typeof startMarket>>
const shared = createLine({ mbps: line })
beforeAll(async () => {
  market = await startMarket({
    checkInterval: 300,
    groupsLocal: true,
    throughput: { bytes: 64 * 1024 ** 2, seconds: 3, ramp: 0.5 },
  })
})
afterAll(async () => {
  await market.close()
  shared.close()
})

/** Starts a gateway behind the line, and returns what it was found to carry. */
async function startBehindLine(claimed: number) {
  const { account } = await market.startGateway({
    mbps: claimed,
    change: (driver) => ({
      ...driver,
      async serve(parameters) {
        const server = await driver.serve(parameters)
        const port = await shared.relay(server.endpoint.port)
        return { ...server, endpoint: { ...server.endpoint, port } }
      },
    }),
  })
  const { status } = await Promise.race([
    once<SbnEvents['gatewayTrusted']>(
      (listener) => market.sbn.on('gatewayTrusted', listener),
      ({ gateway }) => gateway === account,
    ),
    once<SbnEvents['gatewayRefused']>((listener) => market.sbn.on('gatewayRefused', listener)).then(
      ({ reason }) => expect.fail(reason),
    ),
  ])
  return { account, mbps: status.mbps ?? 0 }
}

test('one gateway has the line, and two identities on it have it together, not each', async () => {
  const first = await startBehindLine(30)
  expect(first.mbps).toBeGreaterThan(line * 0.8)
  expect(first.mbps).toBeLessThanOrEqual(line * 1.1)

  const again = once<SbnEvents['gatewayTrusted']>(
    (listener) => market.sbn.on('gatewayTrusted', listener),
    ({ gateway }) => gateway === first.account,
  )
  // A new one has to carry half of what it claims, also together with the other.
  const second = await startBehindLine(8)
  const { status } = await again
  expect(status.mbps).toBeLessThan(line * 0.75)
  expect(second.mbps + (status.mbps ?? 0)).toBeLessThanOrEqual(line * 1.15)
}, 60_000)
