import { once as onceEmitted } from 'node:events'
import { createServer, request as send } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import type { Server as TunnelServer } from '@passband/tunnel'
import { generatePrivateKey } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { staticGeo } from '../../geo/staticGeo.js'
import { once } from '../../internal/testing/once.js'
import { startReflector } from '../../internal/testing/startReflector.js'
import { createReflector } from '../../measuring/createReflector.js'
import type { SbnEvents } from '../events.js'
import { startMarket } from '../testing/startMarket.js'

/** A gateway that comes out there comes out elsewhere, too, as the SBN's second reflector sees it. */
const twofold = '127.0.0.31'

let market: Awaited<ReturnType<typeof startMarket>>
let second: Awaited<ReturnType<typeof startReflector>>
beforeAll(async () => {
  second = await startReflector((address) => (address === twofold ? '127.0.0.32' : address))
  market = await startMarket({
    reflectors: [second],
    // Round trips are measured here, which are long beside much traffic.
    throughput: { bytes: 256 * 1024 },
    // Where Germany and France meet; everything here answers as fast as from next door.
    location: { latitude: 48.57, longitude: 7.8 },
    geo: ['first', 'second'].map((name) =>
      staticGeo(
        {
          '127.0.0.0/8': { country: 'DE', ipType: 'hosting' },
          '127.9.0.0/16': { country: 'FR', ipType: 'residential' },
          '127.7.0.0/16': { country: 'JP', ipType: 'residential' },
          '127.8.0.0/16': { ipType: 'hosting' },
        },
        { name },
      ),
    ),
  })
})
afterAll(async () => {
  await market.close()
  await second.close()
})

/** What the SBN thinks of the next gateway that it checks, whoever started it. */
function judged(start: () => Promise<{ account: string }>) {
  const seen: { gateway: string; verdict: unknown }[] = []
  const offs = [
    market.sbn.on('gatewayTrusted', ({ gateway, status }) => {
      seen.push({ gateway, verdict: status.country })
      wake()
    }),
    market.sbn.on('gatewayRefused', ({ gateway, reason }) => {
      seen.push({ gateway, verdict: reason })
      wake()
    }),
  ]
  let wake = () => {}
  return (async () => {
    const { account } = await start()
    for (;;) {
      const found = seen.find(({ gateway }) => gateway === account)
      if (found) {
        for (const off of offs) off()
        return found.verdict
      }
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  })()
}

async function listen(server: ReturnType<typeof createServer>) {
  server.listen(0, '127.0.0.1')
  await onceEmitted(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

describe('the exit of a gateway', () => {
  test('is where the SBN’s own reflector sees it', async () => {
    const verdict = await judged(() => market.startGateway({ localAddress: '127.0.0.11' }))
    expect(verdict).toBe('DE')
    const elsewhere = await judged(() => market.startGateway({ localAddress: '127.9.0.1' }))
    expect(elsewhere).toBe('FR')
  })

  test('cannot be made up by answering in the reflector’s place', async () => {
    // A perfect reflector, except that it says what the gateway wants.
    const reflect = createReflector()
    const fake = await listen(
      createServer(async (request, response) => {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk)
        const url = new URL(request.url ?? '/', 'http://reflector.test')
        url.pathname = url.pathname.replace(/^\/checks\/[^/]*/, '')
        const { method = 'GET' } = request
        const body = method === 'POST' ? Buffer.concat(chunks) : null
        const answer = await reflect(new Request(url, { method, body }), {
          ...{ address: '127.9.0.1', key: generatePrivateKey() },
        })
        response.writeHead(answer?.status ?? 404)
        response.end(Buffer.from((await answer?.arrayBuffer()) ?? new ArrayBuffer()))
      }),
    )
    const verdict = await judged(() => market.startGateway({ reflectorPort: fake.port }))
    expect(verdict).toBe('CONTENT_ALTERED')
    fake.close()
  })

  test.each([
    ['made up', 'CONTENT_ALTERED', (path: string) => path.includes('/address'), undefined],
    ['another one each time', 'EXIT_INCONSISTENT', () => false, ['127.0.0.21', '127.9.0.21']],
  ])('is not believed when it is %s: %s', async (_, reason, isForged, exits) => {
    let count = 0
    const { port: sbnPort } = new URL(market.url)
    const relay = await listen(
      createServer((request, response) => {
        const { headers, method, url: path = '/' } = request
        const localAddress = exits?.[count++ % exits.length]
        const options = { host: '127.0.0.1', port: sbnPort, path, method, headers, agent: false }
        const onward = send({ ...options, localAddress }, async (answer) => {
          const chunks: Buffer[] = []
          for await (const chunk of answer) chunks.push(chunk)
          const text = isForged(path) ? '{"address":"127.9.0.1"}' : Buffer.concat(chunks)
          response.writeHead(answer.statusCode ?? 500).end(text)
        })
        request.pipe(onward)
      }),
    )
    const verdict = await judged(() => market.startGateway({ reflectorPort: relay.port }))
    expect(verdict).toBe(reason)
    relay.close()
  })

  test('has to be the same for all reflectors', async () => {
    const verdict = await judged(() => market.startGateway({ localAddress: twofold }))
    expect(verdict).toBe('EXIT_INCONSISTENT')
  })
})

describe('the country of a gateway', () => {
  test('is not believed when it answers sooner than light could come back from there', async () => {
    let started: Awaited<ReturnType<typeof market.startGateway>> | undefined
    const verdict = await judged(async () => {
      started = await market.startGateway({ localAddress: '127.7.0.1' })
      return started
    })
    expect(verdict).toBe('COUNTRY_IMPOSSIBLE')
    const [check] = (await started?.gateway.checks()) ?? []
    expect(check).toMatchObject({ outcome: 'refused', reason: 'COUNTRY_IMPOSSIBLE' })
    const [seen] = check?.drivers ?? []
    expect(seen).toMatchObject({ country: 'JP', ipType: 'residential' })
    expect(Math.min(...(seen?.idle?.samples ?? []))).toBeLessThan(80)
  })

  test('has to be known to a source', async () => {
    const verdict = await judged(() => market.startGateway({ localAddress: '127.8.0.1' }))
    expect(verdict).toBe('COUNTRY_UNKNOWN')
  })
})

describe('endpoints that accept and stay silent', () => {
  test('do not keep an honest gateway from being trusted', async () => {
    const sockets = new Set<Socket>()
    const silent = createTcpServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
    })
    silent.listen(0, '127.0.0.1')
    await onceEmitted(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const started = once<SbnEvents['checkStarted']>((listener) =>
      market.sbn.on('checkStarted', listener),
    )
    const mute = () =>
      market.startGateway({
        change: (driver) => ({
          ...driver,
          async serve(parameters) {
            const server: TunnelServer = await driver.serve(parameters)
            return { ...server, endpoint: { ...server.endpoint, port } }
          },
        }),
      })
    await Promise.all([mute(), mute(), mute()])
    await started
    expect(await judged(() => market.startGateway())).toBe('DE')
    for (const socket of sockets) socket.destroy()
    silent.close()
  })
})
