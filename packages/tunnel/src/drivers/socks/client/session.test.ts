import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get as httpGet, type IncomingMessage } from 'node:http'
import { createServer as createHttpsServer, get as httpsGet } from 'node:https'
import { type AddressInfo, connect as connectTcp, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failure } from '../../../testing/failure.js'
import { socks } from '../socks.js'
import { listenEcho } from '../testing/listenEcho.js'
import { type Gateway, loopback, startGateway } from '../testing/startGateway.js'
import type { SocksSession } from '../types.js'
import type { Route } from './route.js'

let gateway: Gateway
let session: SocksSession
beforeAll(async () => {
  gateway = await startGateway()
  session = await gateway.connect()
})
afterAll(() => gateway.close())

const body = async (message: IncomingMessage) =>
  Buffer.concat(await message.toArray()).toString('latin1')

test('both ends count exactly the same bytes', async () => {
  const upload = new Uint8Array(1_000_000)
  await session.fetch(`${gateway.origin.url}/length`, { method: 'POST', body: upload })
  await (await session.fetch(`${gateway.origin.url}/bytes?size=2000000`)).arrayBuffer()
  expect(session.usage()).toEqual(gateway.server.usage(gateway.passId))
  expect(session.usage().up).toBeGreaterThan(1_000_000n)
})

test('fetch keeps a connection for the next request to the same origin', async () => {
  let connections = 0
  const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
  const origin = await listenEcho((socket) => {
    connections++
    socket.on('data', () => socket.write(answer))
  })
  for (let round = 0; round < 5; round++) {
    expect(await (await session.fetch(`http://127.0.0.1:${origin.port}/`)).text()).toBe('ok')
  }
  expect(connections).toBeLessThan(5)
  await origin.close()
})

test('all connections of a client leave from the address that was set', async () => {
  const seen: (string | undefined)[] = []
  const relay = createTcpServer((socket) => {
    seen.push(socket.remoteAddress)
    pipeline(socket, connectTcp(gateway.connection.port, '127.0.0.1'), socket, () => {})
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const { port } = relay.address() as AddressInfo
  const { clientSecret, connection, origin, passId } = gateway
  const elsewhere = await socks({ localAddress: '127.0.0.6' }).connect(
    { ...connection, port },
    { passId, clientSecret, allow: loopback },
  )
  await (await elsewhere.fetch(`${origin.url}/bytes?size=1`)).arrayBuffer()
  await elsewhere.close()
  expect(seen.length).toBeGreaterThan(1)
  expect(new Set(seen)).toEqual(new Set(['127.0.0.6']))
  relay.close()
})

test('later connections of a session resume TLS', async () => {
  const echo = await listenEcho()
  const { openTunnel } = await import('./openTunnel.js')
  const { parseConnection } = await import('../parseConnection.js')
  const { resolveOptions } = await import('../resolveOptions.js')
  const { fingerprint, tls } = parseConnection(gateway.connection)
  const { username, password } = gateway
  const targets = [{ address: '127.0.0.1', port: gateway.connection.port }]
  const { limits } = resolveOptions({})
  const route: Route = { targets, tls, fingerprint, username, password, limits }
  const isReused: boolean[] = []
  for (let round = 0; round < 3; round++) {
    const { socket } = await openTunnel(route, { host: '127.0.0.1', port: echo.port })
    isReused.push((socket as TLSSocket).isSessionReused())
    socket.destroy()
  }
  expect(isReused).toEqual([false, true, true])
  const other = { ...route, ticket: undefined, fingerprint: Buffer.alloc(32) }
  await expect(openTunnel(other, { host: '127.0.0.1', port: echo.port })).rejects.toMatchObject({
    code: 'GATEWAY_IDENTITY',
  })
  await echo.close()
})

test('fetch streams: the head arrives before the body ends', async () => {
  let finish: () => void = () => {}
  const origin = await listenEcho((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nfirst ')
    finish = () => socket.end('second')
  })
  const response = await session.fetch(`http://127.0.0.1:${origin.port}/`)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader?.read())?.value).toBe('first ')
  finish()
  expect((await reader?.read())?.value).toBe('second')
  expect((await reader?.read())?.done).toBe(true)
  await origin.close()
})

test('a destination that breaks off in the middle is told apart from one that ends', async () => {
  const origin = await listenEcho((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhalf')
    setTimeout(() => socket.resetAndDestroy(), 50)
  })
  const response = await session.fetch(`http://127.0.0.1:${origin.port}/`)
  expect(await failure(response.text())).toMatchObject({
    code: 'DESTINATION_UNREACHABLE',
    reason: 'reset',
  })
  expect((await session.fetch(`${gateway.origin.url}/bytes?size=1`)).status).toBe(200)
  await origin.close()
})

test('a closed port fails with the reason', async () => {
  const gone = await listenEcho()
  await gone.close()
  const attempt = session.fetch(`http://127.0.0.1:${gone.port}/`)
  expect(await failure(attempt)).toMatchObject({
    code: 'DESTINATION_UNREACHABLE',
    reason: 'refused',
  })
})

test('dial gives a stream that half-closes in both directions', async () => {
  const server = await listenEcho((socket) => {
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => socket.end(Buffer.concat(chunks).reverse()))
  })
  const stream = await session.dial({ host: '127.0.0.1', port: server.port })
  const sent = Buffer.alloc(500_000, 'abcdefg')
  stream.end(sent)
  const received = Buffer.concat(await stream.toArray())
  expect(received.equals(Buffer.from(sent).reverse())).toBe(true)
  await server.close()
})

test('a destination that ends without a word ends the stream', async () => {
  const server = await listenEcho((socket) => socket.end())
  for (let round = 0; round < 10; round++) {
    const stream = await session.dial({ host: '127.0.0.1', port: server.port })
    stream.end()
    expect(await stream.toArray()).toEqual([])
  }
  await server.close()
})

test('dialling stops when the signal aborts', async () => {
  const attempt = session.dial({ host: '127.0.0.1', port: 9, signal: AbortSignal.abort('no') })
  expect(await failure(attempt)).toBe('no')
})

test('nonsense is not dialled', async () => {
  for (const [host, port] of [
    ['', 80],
    ['a b', 80],
    ['x'.repeat(256), 80],
    ['a.test', 0],
  ] as const) {
    expect(await failure(session.dial({ host, port }))).toMatchObject({ code: 'INVALID_PARAMETER' })
  }
})

test('node:http goes through the agent, over and over', async () => {
  const agent = session.agent()
  for (let round = 0; round < 3; round++) {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      httpGet(`${gateway.origin.url}/bytes?size=1000`, { agent }, resolve).on('error', reject)
    })
    expect((await body(message)).length).toBe(1000)
  }
  agent.destroy()
})

test('https checks certificates as usual, honours NODE_EXTRA_CA_CERTS, and reaches the origin', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tunnel-'))
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') }
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  const openssl = ['req', '-x509', ...curve, '-keyout', files.key, '-out', files.cert, ...subject]
  await promisify(execFile)('openssl', openssl)
  const { readFile } = await import('node:fs/promises')
  const [key, cert] = [await readFile(files.key), await readFile(files.cert)]
  const origin = createHttpsServer({ key, cert }, (_request, response) => response.end('secure'))
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve))
  const { port } = origin.address() as AddressInfo

  const strange = await failure(session.fetch(`https://localhost:${port}/`))
  expect(strange).toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const agent = session.agent({ tls: true })
    httpsGet({ host: 'localhost', port, agent, ca: cert }, resolve).on('error', reject)
  })
  expect(await body(message)).toBe('secure')

  const script = join(folder, 'fetch.mjs')
  const { connection, passId, clientSecret } = gateway
  const parameters = { connection, passId, clientSecret: clientSecret.toString('hex'), port }
  await writeFile(script, fetchScript(parameters))
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
    cwd: fileURLToPath(new URL('../../../../', import.meta.url)),
    env: { ...process.env, NODE_EXTRA_CA_CERTS: files.cert },
  })
  expect(stdout.trim().split('\n')).toEqual(['localhost secure', '127.0.0.1 secure'])
  origin.closeAllConnections()
  origin.close()
  await rm(folder, { recursive: true })
})

function fetchScript(parameters: object): string {
  const vitest = import.meta.resolve('vitest/node')
  return `
    import { createViteServer } from '${vitest}'
    const vite = await createViteServer({
      configFile: false, logLevel: 'error', optimizeDeps: { noDiscovery: true },
      server: { middlewareMode: true, watch: null, ws: false },
    })
    const { socks } = await vite.ssrLoadModule('/src/drivers/socks/socks.ts')
    const { connection, passId, clientSecret: hex, port } = ${JSON.stringify(parameters)}
    const clientSecret = Buffer.from(hex, 'hex')
    const allow = ['127.0.0.0/8']
    const session = await socks().connect(connection, { passId, clientSecret, allow })
    for (const host of ['localhost', '127.0.0.1']) {
      const response = await session.fetch('https://' + host + ':' + port + '/')
      console.log(host, await response.text())
    }
    await session.close()
    await vite.close()
  `
}
