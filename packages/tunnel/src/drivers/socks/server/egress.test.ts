import { afterEach, expect, test } from 'vitest'
import { listenEcho } from '../testing/listenEcho.js'
import { type Gateway, startGateway } from '../testing/startGateway.js'

let gateway: Gateway
afterEach(() => gateway.close())

test('a gateway that allows nothing refuses its own machine and network, name or address', async () => {
  const answers: Record<string, string> = {
    'private.test': '10.0.0.7',
    'metadata.test': '169.254.169.254',
    'loop.test': '127.0.0.1',
    'mapped.test': '::ffff:127.0.0.1',
  }
  gateway = await startGateway({
    allow: [],
    resolver: async (host) => [{ address: answers[host] ?? '127.0.0.1' }],
  })
  const session = await gateway.connect()
  const hosts = ['127.0.0.1', '[::1]', '[::ffff:7f00:1]', '169.254.169.254', '10.0.0.1', '0.0.0.0']
  for (const host of [...hosts, ...Object.keys(answers), 'localhost']) {
    await expect(session.fetch(`http://${host}:${gateway.origin.port}/`)).rejects.toMatchObject({
      code: 'DESTINATION_REFUSED',
    })
  }
})

test('the ports of the gateway cannot be scanned: open and closed ones look the same', async () => {
  const echo = await listenEcho()
  gateway = await startGateway({ allow: [] })
  const session = await gateway.connect()
  for (const port of [echo.port, 1, 22, gateway.connection.port]) {
    await expect(session.dial({ host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'DESTINATION_REFUSED',
    })
  }
  expect(echo.accepted()).toBe(0)
  await echo.close()
})

test('what is dialled is the address that was checked, whatever the name says next', async () => {
  const wanted = await listenEcho((socket) => socket.end('wanted'))
  let asked = 0
  gateway = await startGateway({
    allow: ['127.0.0.9/32'],
    localAddress: '127.0.0.2',
    resolver: async () => [{ address: asked++ === 0 ? '127.0.0.9' : '127.0.0.1' }],
  })
  const session = await gateway.connect()
  const first = session.dial({ host: 'rebind.test', port: wanted.port })
  // Nothing listens on 127.0.0.9: a second look-up would have reached 127.0.0.1 instead.
  await expect(first).rejects.toMatchObject({ code: 'DESTINATION_UNREACHABLE', reason: 'refused' })
  expect(asked).toBe(1)
  const second = session.dial({ host: 'rebind.test', port: wanted.port })
  await expect(second).rejects.toMatchObject({ code: 'DESTINATION_REFUSED' })
  expect(wanted.accepted()).toBe(0)
  await wanted.close()
})

test('connections leave from the address that was set', async () => {
  const echo = await listenEcho((socket) => socket.end(`${socket.remoteAddress}`))
  gateway = await startGateway({ localAddress: '127.0.0.5' })
  const session = await gateway.connect()
  const stream = await session.dial({ host: '127.0.0.1', port: echo.port })
  const chunks = await stream.toArray()
  expect(Buffer.concat(chunks).toString()).toBe('127.0.0.5')
  await echo.close()
})

test('a destination that does not answer is given up when the time is up', async () => {
  gateway = await startGateway({
    limits: { dialTimeout: 300 },
    resolver: () => new Promise<never>(() => {}),
  })
  const session = await gateway.connect()
  const attempt = session.dial({ host: 'slow.test', port: 80 })
  await expect(attempt).rejects.toMatchObject({ reason: 'timeout', retryable: true })
})

test('no event holds a destination, an endpoint or a secret', async () => {
  gateway = await startGateway({ allow: [] })
  const session = await gateway.connect()
  await session.fetch('http://10.11.12.13:8099/').catch(() => {})
  await gateway.server.revoke(gateway.passId)
  await session.closed
  const text = JSON.stringify(gateway.events, (_key, value) =>
    typeof value === 'bigint' ? Number(value) : value,
  )
  expect(text).toContain('DESTINATION_REFUSED')
  const { port, data } = gateway.connection
  for (const secret of [
    '10.11',
    '8099',
    '127.0.0.1',
    `${port}`,
    data.publicKey,
    gateway.password,
  ]) {
    expect(text).not.toContain(secret)
  }
})
