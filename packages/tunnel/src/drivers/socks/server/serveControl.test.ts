import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createReader } from '../../../internal/createReader.js'
import { createLedger } from '../../../metering/createLedger.js'
import { controlDestination } from '../protocol/frames.js'
import { resolveOptions } from '../resolveOptions.js'
import { join, login, rawClient } from '../testing/rawClient.js'
import { type Gateway, startGateway } from '../testing/startGateway.js'
import { serveControl } from './serveControl.js'

const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const ping = Buffer.from([4, 0, 0, 0, 1, 0, 0, 0, 0])
const pings = (count: number) => Buffer.alloc(count * ping.length, ping)

/** Both ends of the TCP connection of a session. */
async function openSession(): Promise<{ client: Socket; gateway: Socket }> {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [gateway] = (await once(server, 'connection')) as [Socket]
  for (const socket of [client, gateway]) socket.on('error', () => {})
  const ledger = createLedger()
  const clientKey = new Uint8Array(32).fill(7)
  const pass = ledger.admit({ passId: 'p', clientKey, expiresAt: Date.now() / 1000 + 600 })
  const serving = serveControl(
    { socket: gateway, raw: gateway, authenticated() {}, established() {} },
    createReader(gateway),
    pass,
    {
      options: resolveOptions({}),
      ledger,
      lookups: () => async () => [],
      passwords: { set() {}, delete() {}, check: () => true },
      emit() {},
      onControl: undefined,
      sessions: new Map(),
    },
  )
  closing.push(() => {
    client.destroy()
    gateway.destroy()
    ledger.close()
    server.close()
    return serving
  })
  return { client, gateway }
}

test('a client that pings and does not read is not read either, and loses nothing', async () => {
  const { client, gateway } = await openSession()
  client.pause()
  const chunk = pings(7_000)
  const total = 600 * chunk.length
  let left = total
  const pump = () => {
    while (left > 0) {
      left -= chunk.length
      if (!client.write(chunk)) return
    }
  }
  let highest = 0
  const watch = setInterval(() => {
    highest = Math.max(highest, gateway.writableLength)
  }, 1)
  closing.push(() => clearInterval(watch))
  client.on('drain', pump)
  pump()
  // Either both ends are full, or everything was swallowed.
  const isStill = () =>
    (client.writableNeedDrain && gateway.writableNeedDrain) || gateway.bytesRead === total
  await expect.poll(isStill, { timeout: 20_000 }).toBe(true)
  expect(left).toBeGreaterThan(0)
  expect(highest).toBeLessThan(1_048_576)

  left = 0
  client.off('drain', pump)
  client.resume()
  let received = 0
  client.on('data', (bytes) => {
    received += bytes.length
  })
  client.end()
  await once(client, 'end')
  expect(highest).toBeLessThan(1_048_576)
  expect(received).toBe(client.bytesWritten + 10)
})

async function openRaw(gateway: Gateway) {
  closing.push(() => gateway.close())
  const { host } = controlDestination
  const client = await rawClient(gateway.connection.port, { tls: true })
  client.send(join([login(gateway), 5, 1, 0, 3, host.length, host, 0, 1]))
  await client.read(14)
  closing.push(() => client.socket.destroy())
  return client
}

test('control messages count towards the usage and the quota of a pass', async () => {
  const gateway = await startGateway({}, { grant: { quota: 200n } })
  const client = await openRaw(gateway)
  const request = Buffer.from([1, 0, 0, 0, 1, 0, 0, 0, 0])
  for (let round = 0; round < 10; round++) {
    client.send(request)
    expect(await client.read(9)).toEqual([3, 0, 0, 0, 1, 0, 0, 0, 0])
  }
  expect(gateway.server.usage(gateway.passId)).toEqual({ up: 90n, down: 90n })
  client.send(request, request, request)
  const rest = await client.readAll()
  expect([...rest.subarray(-10)]).toEqual([6, 0, 0, 0, 0, 0, 0, 0, 1, 2])
  expect(gateway.events).toContainEqual(expect.objectContaining({ reason: 'quota' }))
})

test('control keeps to the rate of the pass', async () => {
  const gateway = await startGateway({}, { grant: { mbps: 1 } })
  const client = await openRaw(gateway)
  const start = performance.now()
  client.send(pings(5_000))
  await client.read(5_000 * ping.length)
  // 90,000 bytes at 125 per millisecond.
  expect(performance.now() - start).toBeGreaterThan(600)
})
