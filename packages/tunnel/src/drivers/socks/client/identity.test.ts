import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Connection } from '../../../driver.js'
import { failure } from '../../../testing/failure.js'
import { parseIdentity } from '../identity/parseIdentity.js'
import { socks } from '../socks.js'
import { listenEcho } from '../testing/listenEcho.js'
import { type Gateway, loopback, startGateway } from '../testing/startGateway.js'

let gateway: Gateway
beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(() => gateway.close())

const at = (port: number): Connection => ({ ...gateway.connection, port })

test('nothing is sent to a gateway with another certificate', async () => {
  const { key, certificate } = parseIdentity(await gateway.driver.createIdentity())
  let received = 0
  const impostor = createTlsServer({ key, cert: certificate, minVersion: 'TLSv1.3' }, (socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      received += chunk.length
    })
  })
  impostor.listen(0, '127.0.0.1')
  await once(impostor, 'listening')
  const address = impostor.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  expect(await failure(gateway.connect(at(port)))).toMatchObject({
    code: 'GATEWAY_IDENTITY',
    retryable: false,
  })
  expect(received).toBe(0)
  impostor.close()
})

test('TLS 1.2 is not spoken, by either end', async () => {
  const { key, certificate } = parseIdentity(gateway.identity)
  const old = createTlsServer({ key, cert: certificate, maxVersion: 'TLSv1.2' })
  old.on('tlsClientError', () => {})
  old.listen(0, '127.0.0.1')
  await once(old, 'listening')
  const address = old.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  expect(await failure(gateway.connect(at(port)))).toMatchObject({ code: 'PROTOCOL' })
  old.close()

  const { connect: connectTls } = await import('node:tls')
  const client = connectTls({
    port: gateway.connection.port,
    host: '127.0.0.1',
    maxVersion: 'TLSv1.2',
    rejectUnauthorized: false,
  })
  const [error] = await once(client, 'error')
  expect(String(error.code)).toMatch(/ERR_SSL|ECONNRESET/)
})

test('a gateway that talks garbage, hangs up, or is not there fails with its own error', async () => {
  const garbage = await listenEcho((socket) => socket.end('220 welcome to this mail server\r\n'))
  expect(await failure(gateway.connect(at(garbage.port)))).toMatchObject({ code: 'PROTOCOL' })
  await garbage.close()
  const hangUp = await listenEcho((socket) => socket.destroy())
  const { port } = hangUp
  expect(await failure(gateway.connect(at(port)))).toMatchObject({ code: 'GATEWAY_UNREACHABLE' })
  await hangUp.close()
  const nobody = await failure(gateway.connect(at(port)))
  expect(nobody).toMatchObject({ code: 'GATEWAY_UNREACHABLE', retryable: true })
  expect(nobody).toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  const { message, cause } = nobody as Error
  expect(`${message} ${cause}`).not.toMatch(/127\.|\d{4,5}/)
})

test('a gateway that accepts and then says nothing is given up when the time is up', async () => {
  const silent = await listenEcho(() => {})
  const limits = { handshakeTimeout: 150, dialTimeout: 150 }
  const { passId, clientSecret } = gateway
  const attempt = socks({ limits }).connect(at(silent.port), {
    passId,
    clientSecret,
    allow: loopback,
  })
  expect(await failure(attempt)).toMatchObject({ code: 'TIMEOUT', retryable: true })
  await expect.poll(() => silent.open.size).toBe(0)
  await silent.close()
})

test('aborting while a gateway says nothing closes the connection', async () => {
  const silent = await listenEcho(() => {})
  const controller = new AbortController()
  const { passId, clientSecret, driver } = gateway
  const { signal } = controller
  const attempt = driver.connect(at(silent.port), { passId, clientSecret, allow: loopback, signal })
  await expect.poll(() => silent.open.size).toBe(1)
  controller.abort('enough')
  expect(await failure(attempt)).toBe('enough')
  await expect.poll(() => silent.open.size).toBe(0)
  await silent.close()
})

test('a connection cannot talk a client out of TLS beyond this machine', async () => {
  const data = { ...gateway.connection.data, tls: '0' }
  const { passId, clientSecret } = gateway
  const connection = { ...gateway.connection, host: '192.0.2.1', data }
  const parameters = { passId, clientSecret, allow: ['192.0.2.0/24'] }
  expect(await failure(socks().connect(connection, parameters))).toMatchObject({
    code: 'CONNECTION_INVALID',
    field: 'data.tls',
  })
})

test('serving without TLS beyond this machine has to be asked for by its name', async () => {
  const { identity } = gateway
  const open = socks({ host: '0.0.0.0', port: 0, publicHost: 'gateway.test', plain: true })
  expect(await failure(open.serve({ identity }))).toMatchObject({ parameter: 'plain' })
  const named = socks({ host: '0.0.0.0', port: 0, publicHost: 'gateway.test', plain: 'insecure' })
  await using server = await named.serve({ identity })
  expect(server.endpoint).toMatchObject({ host: 'gateway.test', data: { tls: '0' } })
  const nameless = socks({ host: '0.0.0.0', port: 0 })
  expect(await failure(nameless.serve({ identity }))).toMatchObject({ parameter: 'publicHost' })
})

test('a port that is taken is reported without naming it', async () => {
  const { port } = gateway.connection
  const error = await failure(
    socks({ host: '127.0.0.1', port }).serve({ identity: gateway.identity }),
  )
  expect(error).toMatchObject({ code: 'LISTEN_FAILED', cause: { code: 'EADDRINUSE' } })
  const { message, cause } = error as Error
  expect(`${message} ${cause}`).not.toContain(`${port}`)
})

test('bytes recorded on the wire do not hold the credentials', async () => {
  const wire: Buffer[] = []
  const tap = createServer((near: Socket) => {
    const far = connect(gateway.connection.port, '127.0.0.1')
    near.on('data', (chunk) => wire.push(chunk))
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) socket.on('error', () => {})
  })
  tap.listen(0, '127.0.0.1')
  await once(tap, 'listening')
  const address = tap.address()
  const session = await gateway.connect(at(typeof address === 'object' ? (address?.port ?? 0) : 0))
  await (await session.fetch(`${gateway.origin.url}/bytes?size=10`)).text()
  await session.close()
  const text = Buffer.concat(wire).toString('latin1')
  expect(text.length).toBeGreaterThan(500)
  for (const secret of [gateway.password, gateway.passId, 'GET /bytes', 'passband']) {
    expect(text).not.toContain(secret)
  }
  tap.close()
})
