import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { socks } from '@passband/tunnel/socks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway, createSbn, createSubscriber } from '../devnet/testing/parties.js'
import { startTown } from '../devnet/testing/startTown.js'
import { eventually } from '../internal/testing/eventually.js'
import { once } from '../internal/testing/once.js'
import { startRpcProxy } from '../internal/testing/startRpcProxy.js'
import { http } from '../messaging/http.js'
import type { Messenger } from '../messaging/messenger.js'
import type { GatewayStatus } from '../protocol/api.js'
import type { SBN } from '../sbn/sbn.js'
import { deliveries } from '../sbn/tables.js'
import { memory } from '../store/memory/memory.js'
import { keepConnected } from './connection/keepConnected.js'
import { Subscriber } from './subscriber.js'

const requirements = { service: 'proxy', mbps: 1, duration: '1h' } as const
const maxPrice = 1_000_000_000n

let town: Awaited<ReturnType<typeof startTown>>
let sbn: SBN
/** Whether the gateway sees the chain: it cannot deliver what it does not know of. */
let blindGateway: (isBlind: boolean) => void
let restartSbn: () => Promise<void>
const sbnStore = memory()
const closing: (() => Promise<void>)[] = []
beforeAll(async () => {
  town = await startTown()
  const sbnConfig = await town.createSbnConfig()
  sbn = createSbn(sbnConfig, sbnStore)
  restartSbn = async () => {
    sbn = createSbn(sbnConfig, sbnStore)
    await sbn.start()
  }
  await sbn.start()
  const trusted = once<{ status: GatewayStatus }>((listener) => sbn.on('gatewayTrusted', listener))
  const chain = await startRpcProxy(town.devnet.rpcUrl)
  closing.push(chain.close)
  blindGateway = (isBlind) => {
    chain.intercept = () => (isBlind ? 'refuse' : undefined)
  }
  const config = { ...(await town.createGatewayConfig()), rpcUrl: chain.url }
  const gateway = createGateway(config, memory())
  closing.push(() => gateway.close())
  await gateway.start()
  await trusted
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
  await sbn?.close()
  await town?.close()
})

describe('an SBN that dies before the delivery and comes back', () => {
  test('hands out the delivery then, and nothing is lost or paid again', async () => {
    const config = await town.createSubscriberConfig()
    const subscriber = createSubscriber(config, memory())
    const before = await town.balanceOf(config)
    blindGateway(true)
    const pass = await subscriber.buy(requirements, { maxPrice })
    await sbn.close()
    blindGateway(false)
    expect(await sbnStore.transaction((tx) => deliveries.get(tx, pass.id))).toBeUndefined()

    await expect(pass.connect({ timeoutSeconds: 1 })).rejects.toMatchObject({
      code: 'DELIVERY_TIMEOUT',
      paymentState: 'paid',
      retryable: true,
      cause: { code: 'SBN_UNREACHABLE' },
    })
    const connecting = pass.connect()
    await restartSbn()
    await using session = await connecting
    expect((await session.fetch(town.origin)).status).toBe(200)
    expect(await town.balanceOf(config)).toBe(before - pass.terms.price)
    await pass.leave()
  })

  test('is waited for by a connection that is kept: the gateway is not to blame, and not left', async () => {
    const config = await town.createSubscriberConfig()
    const client = await town.devnet.createClient({ ...config, prix: 0n })
    const before = await town.balanceOf(config)
    let failures = 0
    const honest = http(town.sbnUrl)
    const watched: Messenger = {
      ...honest,
      getDelivery: (...parameters) =>
        honest.getDelivery(...parameters).catch((error: unknown) => {
          failures++
          throw error
        }),
    }
    await using subscriber = new Subscriber({ client, sbn: watched, drivers: [socks()] })
    blindGateway(true)
    const paid = once<{ passId: string }>((listener) => subscriber.on('paid', listener))
    const connecting = keepConnected(subscriber, requirements, {
      maxPrice,
      timeoutSeconds: 4,
      retryDelay: 100,
      attempts: 1,
    })
    const { passId } = await paid
    await sbn.close()
    blindGateway(false)
    // More than there is time for in one wait.
    await eventually(() => failures).toBeGreaterThan(18)
    await restartSbn()
    await using connection = await connecting
    expect(connection.pass.id).toBe(passId)
    expect(await town.balanceOf(config)).toBe(before - connection.pass.terms.price)
    await connection.close({ leave: true })
  })
})

describe('while it waits for a delivery, a subscriber stands an SBN that', () => {
  type Answer = (response: ServerResponse) => void
  const nonsense: [string, string, Answer][] = [
    ['answers nonsense', 'SBN_ANSWER_INVALID', (response) => response.end('{"delivery":42}')],
    ['answers what is not JSON', 'SBN_ANSWER_INVALID', (response) => response.end('<html>')],
    [
      'fails',
      'SBN_ANSWER_INVALID',
      (response) => response.writeHead(500, { 'content-type': 'text/plain' }).end('oops'),
    ],
    ['never answers', 'SBN_UNREACHABLE', () => {}],
    [
      'answers a byte at a time, for ever',
      'SBN_UNREACHABLE',
      (response) => {
        const timer = setInterval(() => response.write(' '), 50)
        response.once('close', () => clearInterval(timer))
      },
    ],
    [
      'answers without end',
      'SBN_ANSWER_INVALID',
      (response) => {
        const more = () => {
          while (response.write(' '.repeat(65_536)));
        }
        response.on('drain', more)
        response.on('error', () => {})
        more()
      },
    ],
    ['hangs up', 'SBN_UNREACHABLE', (response) => response.destroy()],
  ]

  test.concurrent.each(nonsense)(
    '%s: it says so in time, and the pass is good afterwards',
    async (_, code, answer) => {
      let isSick = false
      const server = createServer(async (incoming, outgoing) => {
        let body = ''
        for await (const chunk of incoming) body += chunk
        if (isSick && incoming.url === '/v1/deliveries/get') return answer(outgoing)
        const headers = { 'content-type': 'application/json' }
        const response = await fetch(`${town.sbnUrl}${incoming.url}`, {
          method: 'POST',
          headers,
          body,
        })
        outgoing.writeHead(response.status, headers).end(await response.text())
      })
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      try {
        const config = await town.createSubscriberConfig()
        const client = await town.devnet.createClient({ ...config, prix: 0n })
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
        await using subscriber = new Subscriber({ client, sbn: http(url), drivers: [socks()] })
        const pass = await subscriber.buy(requirements, { maxPrice })
        isSick = true
        const begun = performance.now()
        await expect(pass.connect({ timeoutSeconds: 1 })).rejects.toMatchObject({
          code: 'DELIVERY_TIMEOUT',
          paymentState: 'paid',
          retryable: true,
          cause: { code },
        })
        expect(performance.now() - begun).toBeLessThan(8_000)
        isSick = false
        await (await pass.connect()).close()
        await pass.leave()
      } finally {
        server.closeAllConnections()
        await new Promise((done) => server.close(done))
      }
    },
  )
})
