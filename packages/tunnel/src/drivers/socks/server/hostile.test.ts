import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { join, login, rawClient } from '../testing/rawClient.js'
import { type Gateway, loopback, startGateway } from '../testing/startGateway.js'

let gateway: Gateway
afterEach(() => gateway.close())

const limits = { handshakeTimeout: 400 }

async function expectAlive(): Promise<void> {
  const session = await gateway.connect()
  expect((await session.fetch(`${gateway.origin.url}/bytes?size=5`)).status).toBe(200)
}

for (const plain of [true, false]) {
  const where = plain ? 'without TLS' : 'with TLS'
  const open = (tls = !plain) => rawClient(gateway.connection.port, { tls })

  test(`garbage is thrown out at once, ${where}`, async () => {
    gateway = await startGateway({ plain })
    for (const bytes of [
      'GET / HTTP/1.1\r\n\r\n',
      randomBytes(5000).fill(9, 0, 1),
      '\x04\x01\x00\x50\x7f\x00\x00\x01\x00',
    ]) {
      const client = await open(false)
      client.send(bytes)
      await client.readAll()
      client.socket.destroy()
      await client.closed
    }
    expect(gateway.events).toContainEqual({ type: 'refused', code: 'PROTOCOL' })
    await expectAlive()
  })

  test(`a silent connection is closed when its time is up, ${where}`, async () => {
    gateway = await startGateway({ plain, limits })
    const client = await open(false)
    const start = performance.now()
    await client.readAll()
    expect(performance.now() - start).toBeGreaterThan(300)
    expect(performance.now() - start).toBeLessThan(3000)
    expect(gateway.events).toContainEqual({ type: 'refused', code: 'TIMEOUT' })
    await expectAlive()
  })

  test(`dripping one byte after the other does not stretch the deadline, ${where}`, async () => {
    gateway = await startGateway({ plain, limits })
    const client = await open()
    const bytes = join([login(gateway)])
    let sent = 0
    const start = performance.now()
    const drip = setInterval(() => client.send(bytes[sent++] ?? 0), 50)
    await client.closed
    clearInterval(drip)
    expect(performance.now() - start).toBeLessThan(3000)
    expect(sent).toBeLessThan(bytes.length)
    await expectAlive()
  })

  test(`a handshake that half-closes in the middle is closed, ${where}`, async () => {
    gateway = await startGateway({ plain })
    const client = await open()
    client.socket.end(Buffer.from([5, 1]))
    await client.readAll()
    client.socket.destroy()
    await expectAlive()
  })

  test(`a stranger who keeps sending is not read beyond the handshake, ${where}`, async () => {
    gateway = await startGateway({ plain })
    const client = await open()
    const before = process.memoryUsage().rss
    client.send(login({ username: 'x'.repeat(255), password: 'y'.repeat(255) }))
    const flood = Buffer.alloc(1_048_576)
    let sent = 0
    const pump = () => {
      while (!client.socket.destroyed && sent < 200 * flood.length) {
        sent += flood.length
        if (!client.socket.write(flood)) return
      }
    }
    client.socket.on('drain', pump)
    pump()
    await client.closed
    expect(sent).toBeLessThan(50 * flood.length)
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1_048_576)
    await expectAlive()
  })
}

test('going away in the middle of a handshake is nothing to refuse', async () => {
  gateway = await startGateway()
  for (const after of ['connect', 'keylog', 'secureConnect']) {
    const { port } = gateway.connection
    const client = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
    client.on('error', () => {})
    await once(client, after)
    client.destroy()
  }
  await expectAlive()
  expect(gateway.events.filter(({ type }) => type === 'refused')).toEqual([])
})

test('connections without credentials are bounded, and the oldest make room for a client', async () => {
  gateway = await startGateway({ limits: { unauthenticated: 50 } })
  const sockets: Socket[] = []
  let closed = 0
  for (let count = 0; count < 300; count++) {
    const socket = connect(gateway.connection.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.on('close', () => closed++)
    sockets.push(socket)
    await new Promise((resolve) => socket.once('connect', resolve))
  }
  await expect.poll(() => closed).toBe(250)
  await expectAlive()
  for (const socket of sockets) socket.destroy()
})

test('one pass cannot hold more connections than its share', async () => {
  gateway = await startGateway({ plain: true, limits: { connectionsPerPass: 4 } })
  const session = await gateway.connect()
  const { port } = gateway.origin
  const streams = []
  for (let count = 0; count < 3; count++) {
    streams.push(await session.dial({ host: '127.0.0.1', port }))
  }
  const refused = session.dial({ host: '127.0.0.1', port })
  await expect(refused).rejects.toMatchObject({ code: 'DESTINATION_UNREACHABLE' })
  streams[0]?.destroy()
  await expect
    .poll(() =>
      session.dial({ host: '127.0.0.1', port }).then(
        () => 'open',
        () => 'refused',
      ),
    )
    .toBe('open')
})

test('one pass cannot hold more sessions than its share', async () => {
  gateway = await startGateway({ limits: { sessionsPerPass: 2 } })
  await gateway.connect()
  await gateway.connect()
  await expect(gateway.connect()).rejects.toMatchObject({ code: 'DESTINATION_UNREACHABLE' })
})

test('a control channel that breaks its rules is reset', async () => {
  gateway = await startGateway({ plain: true })
  const name = 'control.passband.invalid'
  const frames = [
    Buffer.from([1, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff]),
    Buffer.from([99, 0, 0, 0, 1, 0, 0, 0, 0]),
    Buffer.from([4, 0, 0, 0, 1, 0, 0, 0, 1, 0]),
  ]
  for (const frame of frames) {
    const client = await rawClient(gateway.connection.port)
    client.send(login(gateway), 5, 1, 0, 3, name.length, name, 0, 1)
    await client.read(14)
    client.send(frame)
    await client.readAll()
    client.socket.destroy()
  }
  await expectAlive()
})

test('a client key of low order is not admitted', async () => {
  gateway = await startGateway()
  const clientKey = Buffer.from(
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    'hex',
  )
  for (const key of [clientKey, new Uint8Array(32)]) {
    const grant = { passId: 'low', clientKey: key, expiresAt: Date.now() / 1000 + 60 }
    await expect(gateway.server.admit(grant)).rejects.toMatchObject({ parameter: 'clientKey' })
  }
  const data = { ...gateway.connection.data, publicKey: clientKey.toString('base64url') }
  const { driver, passId, clientSecret } = gateway
  const attempt = driver.connect(
    { ...gateway.connection, data },
    { passId, clientSecret, allow: loopback },
  )
  await expect(attempt).rejects.toMatchObject({ field: 'data.publicKey' })
})
