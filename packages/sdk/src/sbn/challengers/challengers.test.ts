import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { socks } from '@passband/tunnel/socks'
import { toHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GatewayStatus } from '../../protocol/api.js'
import type { ChallengersCheck } from '../../protocol/gatewayCheck.js'
import { isReceipt } from '../checking/withReceipt.js'
import { startMarket } from '../testing/startMarket.js'
import type {
  ChallengeDirection,
  ChallengeOrder,
  ChallengeReport,
  Challenger,
} from './challenger.js'
import { combineAnswers } from './combineAnswers.js'
import { challengePath } from './envelope.js'
import { httpChallenger } from './httpChallenger.js'
import { type RunningChallenger, serveChallenger } from './serveChallenger.js'

const key = toHex(7, { size: 32 })
/** Mbit/s that gateways carry here. */
const line = 6
const unknown = {
  gateway: '0x1111111111111111111111111111111111111111',
  sbn: '0x3333333333333333333333333333333333333333',
  chainId: 1,
  marketplace: '0x1111111111111111111111111111111111111111',
  connection: { driver: 'socks', host: '192.0.2.77', port: 1, data: {} },
  clientSecret: toHex(99, { size: 32 }),
  test: { bytes: 1, seconds: 1, ramp: 0, streams: 1 },
  together: false,
  beginAfter: 0,
} satisfies ChallengeOrder

const running: RunningChallenger[] = []
const serve = async (host: string) => {
  const allow = ['127.0.0.0/8']
  const challenger = await serveChallenger({ key, drivers: [socks()], host, allow })
  running.push(challenger)
  return challenger
}
afterAll(async () => {
  for (const challenger of running) await challenger.close()
})

/** A challenger that says ten times as much as it measured down, and a tenth of what it measured up. */
function lie(challenger: Challenger): Challenger {
  return {
    ...challenger,
    measure: async (order, options) => scale(await challenger.measure(order, options), 10, 0.1),
  }
}

function scale(report: ChallengeReport, byDown: number, byUp = byDown): ChallengeReport {
  if (report.reason) return report
  const change = ({ bytes, mbps, perSecond }: ChallengeDirection, factor: number) => ({
    bytes: Math.floor(bytes * factor),
    mbps: mbps * factor,
    perSecond: perSecond.map((second) => second * factor),
  })
  return { ...report, down: change(report.down, byDown), up: change(report.up, byUp) }
}

describe('three challengers, of which one lies, and one that is dead', () => {
  let market: Awaited<ReturnType<typeof startMarket>>
  let status: GatewayStatus
  let said: ChallengersCheck
  const orders: { together: boolean; moved: number }[] = []
  const watch = (challenger: Challenger): Challenger => ({
    ...challenger,
    async measure(order, options) {
      const report = await challenger.measure(order, options)
      orders.push({ together: order.together, moved: report.reason ? 0 : report.down.bytes })
      return report
    },
  })
  beforeAll(async () => {
    const [paris, tokyo] = await Promise.all([serve('127.0.0.51'), serve('127.0.0.52')])
    const closed = createServer().listen(0, '127.0.0.53')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    closed.close()
    market = await startMarket({
      throughput: { bytes: 512 * 1024, ramp: 0, seconds: 5 },
      challengers: [
        watch(httpChallenger({ url: paris.url, key, name: 'paris' })),
        lie(httpChallenger({ url: tokyo.url, key, name: 'tokyo' })),
        httpChallenger({ url: `http://127.0.0.53:${port}`, key, name: 'dead' }),
      ],
    })
    const trusted = new Promise<GatewayStatus>((resolve, reject) => {
      market.sbn.on('gatewayTrusted', (event) => resolve(event.status))
      market.sbn.on('gatewayRefused', ({ reason }) => reject(new Error(reason)))
    })
    const { gateway } = await market.startGateway({ mbps: line })
    status = await trusted
    said = (await gateway.checks()).at(-1)!.drivers[0]!.challengers!
  })
  afterAll(() => market.close())

  test('agree about what the gateway carries', () => {
    const [own, paris] = said.each
    for (const way of ['down', 'up'] as const) {
      const honest = [own![way]!, paris![way]!]
      expect(said[way].mbps).toBeGreaterThanOrEqual(Math.min(...honest) / 1.1)
      expect(said[way].mbps).toBeLessThanOrEqual(Math.max(...honest) * 1.1)
    }
    expect(status.mbps).toBe(Math.floor(Math.min(said.down.mbps, said.up.mbps)))
  })

  test('measure one by one, and then all at once', () => {
    expect(orders.map(({ together }) => together)).toEqual([false, true])
    for (const { moved } of orders) expect(moved).toBeGreaterThan(0)
  })

  test('are named with what they said', () => {
    const [own, paris, tokyo, dead] = said.each
    expect(said.answered).toBe(3)
    expect(own).toMatchObject({ name: 'sbn' })
    expect(paris).toMatchObject({ name: 'paris', minMs: expect.any(Number) })
    expect(tokyo).toMatchObject({ name: 'tokyo', deviates: true })
    expect(tokyo!.down).toBeGreaterThan(paris!.down! * 2)
    expect(tokyo!.up).toBeLessThan(paris!.up! / 2)
    expect(dead).toEqual({ name: 'dead', failed: 'CHALLENGER_UNREACHABLE' })
  })

  test('have what they moved countersigned, unless they lie about it', async () => {
    const [, paris, tokyo] = said.each
    const { chain, contracts } = market.devnet
    const { commitment, receipt } = paris!.proof!
    const deployment = { chainId: chain.id, marketplace: contracts.marketplace }
    const { gateway } = status
    const sbn = market.client.account.address
    expect(await isReceipt(receipt!, { commitment, deployment, gateway, sbn })).toBe(true)
    expect(tokyo!.proof).not.toHaveProperty('receipt')
  })
})

describe('whatever one of three says of what they measured', () => {
  const direction = (mbps: number) => ({ mbps, bytes: 1e6, perSecond: [mbps / 3, mbps / 3] })
  const throughput = (mbps: number) => ({ down: direction(mbps), up: direction(mbps) })
  const report = { ...throughput(line), exits: ['192.0.2.1'] }
  const own = { alone: throughput(line), together: throughput(line), exits: ['192.0.2.1'] }
  const honest = { name: 'honest', alone: report, together: report }

  test.each([0.1, 10])('moves the result by a tenth at most when it is %d times as much', (by) => {
    const lie = scale(report, by)
    const { down, up } = combineAnswers(own, [honest, { name: 'liar', alone: lie, together: lie }])
    for (const { mbps } of [down, up]) {
      expect(mbps).toBeGreaterThanOrEqual(line / 1.1)
      expect(mbps).toBeLessThanOrEqual(line * 1.1)
    }
  })

  test('does not either when nothing at all came through for it', () => {
    const none = { reason: 'NO_TRAFFIC' } as const
    const { down, each } = combineAnswers(own, [honest, { name: 'liar', alone: none }])
    expect(down.mbps).toBe(line)
    expect(each[2]).toEqual({ name: 'liar', reason: 'NO_TRAFFIC', deviates: true })
  })

  test('names who saw another exit', () => {
    const elsewhere = { ...report, exits: ['192.0.2.9'] }
    const { each } = combineAnswers(own, [honest, { name: 'odd', alone: elsewhere }])
    expect(each.map(({ exitDiffers }) => exitDiffers)).toEqual([undefined, undefined, true])
  })
})

describe('a challenger', () => {
  const { signal } = new AbortController()

  test('does nothing for who has another key, and says so without it', async () => {
    const { url } = await serve('127.0.0.1')
    const other = toHex(8, { size: 32 })
    const asking = httpChallenger({ url, key: other }).measure(unknown, { signal })
    const error = await asking.catch((error: Error) => error)
    expect(error).toMatchObject({ code: 'CHALLENGER_KEY_WRONG' })
    const text = `${(error as Error).stack} ${JSON.stringify(error)}`
    for (const secret of [key, other, unknown.clientSecret, unknown.connection.host])
      expect(text).not.toContain(secret.replace('0x', ''))
  })

  test('takes an order once, and neither shows what is in it', async () => {
    const { url } = await serve('127.0.0.1')
    const bodies: Buffer[] = []
    const answers: Buffer[] = []
    const { createServer } = await import('node:http')
    const tap = createServer(async (request, response) => {
      for await (const chunk of request) bodies.push(chunk)
      const body = Buffer.concat(bodies)
      const answer = await fetch(new URL(challengePath, url), { method: 'POST', body })
      answers.push(Buffer.from(await answer.arrayBuffer()))
      response.writeHead(answer.status).end(answers[0])
    }).listen(0, '127.0.0.1')
    await once(tap, 'listening')
    const { port } = tap.address() as AddressInfo
    const connection = { ...unknown.connection, host: '127.0.0.1', port: 1 }
    const asking = httpChallenger({ url: `http://127.0.0.1:${port}`, key })
    const order = { ...unknown, connection }
    // Not a key of that driver: the driver says so before it dials.
    await expect(asking.measure(order, { signal })).rejects.toMatchObject({
      code: 'CHALLENGER_REFUSED',
      status: 501,
    })
    const body = Buffer.concat(bodies)
    for (const text of ['socks', '127.0.0.1', unknown.clientSecret.slice(2)])
      expect(body.includes(text)).toBe(false)
    const again = await fetch(new URL(challengePath, url), { method: 'POST', body })
    expect(again.status).toBe(409)
    tap.close()
  })

  test('takes none that is too long, or none at all', async () => {
    const { url } = await serve('127.0.0.1')
    const post = (body: string) => fetch(new URL(challengePath, url), { method: 'POST', body })
    expect((await post('x'.repeat(20_000))).status).toBe(413)
    expect((await post('x'.repeat(2_000))).status).toBe(403)
    expect((await fetch(new URL('/v1/getInfo', url), { method: 'POST' })).status).toBe(404)
  })

  test('that does not answer is broken off', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const asking = httpChallenger({ url: `http://127.0.0.1:${port}`, key })
    const measuring = asking.measure(unknown, { signal: AbortSignal.timeout(200) })
    await expect(measuring).rejects.toMatchObject({ code: 'CHALLENGER_UNREACHABLE' })
    silent.close()
  })

  test.each([
    ['url', { url: 'ftp://127.0.0.1', key }],
    ['key', { url: 'http://127.0.0.1', key: '0x12' as const }],
  ])('needs a %s', (field, parameters) => {
    expect(() => httpChallenger(parameters)).toThrow(expect.objectContaining({ field }))
  })
})
