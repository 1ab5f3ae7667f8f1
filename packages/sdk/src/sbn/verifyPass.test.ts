import { socks } from '@passband/tunnel/socks'
import type { Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { staticGeo } from '../geo/staticGeo.js'
import { once } from '../internal/testing/once.js'
import { http } from '../messaging/http.js'
import { Subscriber } from '../subscriber/subscriber.js'
import type { SbnEvents } from './events.js'
import { startMarket } from './testing/startMarket.js'

const requirements = { service: 'proxy', country: 'DE', mbps: 8, duration: '1h' } as const
const maxPrice = 10_000_000_000n
const geo = ['one', 'other'].map((name) =>
  staticGeo({ '127.0.0.0/8': { country: 'DE', ipType: 'hosting' } }, { name }),
)
const short = { seconds: 1, ramp: 0.5, geo }

/** A subscriber with a session, and the only gateway of a market, whose grants are changed. */
async function connect(mbps?: number) {
  const market = await startMarket({ checkInterval: 300 })
  const checked = once<SbnEvents['gatewayTrusted']>((listener) =>
    market.sbn.on('gatewayTrusted', listener),
  )
  await market.startGateway({
    change: (driver) => ({
      ...driver,
      async serve(parameters) {
        const server = await driver.serve(parameters)
        const admit: typeof server.admit = (grant) =>
          server.admit(
            mbps === undefined || grant.passId.startsWith('check:') ? grant : { ...grant, mbps },
          )
        return { ...server, admit }
      },
    }),
  })
  await checked
  const client = await market.devnet.createClient()
  const subscriber = new Subscriber({ client, sbn: market.url, drivers: [socks()] })
  const pass = await subscriber.buy(requirements, { maxPrice })
  const session = await pass.connect()
  return {
    lend: (passId: Hex) => http(market.url).getReflector(passId),
    pass,
    session,
    subscriber,
    async close() {
      await session.close()
      await subscriber.close()
      await market.close()
    },
  }
}

describe('a gateway that keeps its word', () => {
  let bought: Awaited<ReturnType<typeof connect>>
  beforeAll(async () => {
    bought = await connect()
  })
  afterAll(() => bought.close())

  test('is found to carry what was sold, where it was sold', async () => {
    const { pass, session } = bought
    // The median of three seconds, one of which the machine may be busy with others.
    const verified = await pass.verify(session, { ...short, seconds: 3 })
    expect(verified).toMatchObject({
      ...{ matches: true, left: false, exit: '127.0.0.1' },
      country: { sold: 'DE', measured: 'DE', matches: true },
      ipType: { sold: 'hosting', measured: 'hosting', matches: true },
      down: { sold: 8, matches: true },
      up: { sold: 8, matches: true },
    })
    expect(verified.latency.medianMs).toBeGreaterThan(0)
    expect(verified.loadedDown?.medianMs).toBeGreaterThan(0)
    // 8 Mbit/s for three seconds and a half in each direction, and what was under way at the end.
    expect(verified.bytes).toBeLessThan(14_000_000)
  })

  test('can be measured again, and others who ask for its reflector change and learn nothing', async () => {
    const { lend, pass, session } = bought
    const before = await lend(pass.id)
    expect(await pass.verify(session, short)).toMatchObject({ matches: true })
    expect((await lend(pass.id)).length).toBe(before.length)
  })

  test('does not match when it comes out elsewhere than was sold', async () => {
    const pass = await bought.subscriber.buy(requirements, { maxPrice })
    const session = await pass.connect()
    const elsewhere = staticGeo({ '127.0.0.0/8': { country: 'FR' } }, { name: 'elsewhere' })
    const verified = await pass.verify(session, { ...short, geo: [elsewhere] })
    const { country, ipType, matches } = verified
    expect({ country, ipType, matches }).toEqual({
      country: { sold: 'DE', measured: 'FR', matches: false },
      ipType: { sold: 'hosting', measured: undefined },
      matches: false,
    })
    await session.close()
    await pass.leave()
  })

  test('needs a session of the same pass', async () => {
    const { pass, session } = bought
    const other = { ...session, passId: 'other' }
    await expect(pass.verify(other, short)).rejects.toMatchObject({ field: 'session' })
    const { fetch: _, ...deaf } = session
    await expect(pass.verify(deaf, short)).rejects.toMatchObject({ field: 'session' })
  })
})

test('a gateway through which something else comes back is left as well', async () => {
  const bought = await connect()
  const { pass, session } = bought
  const forging = { ...session, fetch: async () => new Response('forged') }
  const verifying = pass.verify(forging, { ...short, leaveOnMismatch: true })
  await expect(verifying).rejects.toMatchObject({ code: 'MEASUREMENT_CONTENT_WRONG' })
  expect(await pass.status()).toMatchObject({ ended: true })
  await bought.close()
})

test('a gateway that carries less than it sold is found out, and can be left at once', async () => {
  const bought = await connect(2)
  const { pass, session } = bought
  const { down, left, matches, up } = await pass.verify(session, {
    ...short,
    leaveOnMismatch: true,
  })
  expect(down.measured).toBeLessThan(4)
  expect({ down: down.matches, up: up.matches, left, matches }).toEqual({
    ...{ down: false, up: false, left: true, matches: false },
  })
  expect(await pass.status()).toMatchObject({ ended: true })
  await bought.close()
})
