import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { EndReason } from '../../../driver.js'
import { createReader } from '../../../internal/createReader.js'
import { createControl } from './createControl.js'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A control channel to a gateway that does what a test wants with each ping's id. */
async function open(keepAlive: number, onPing: (gateway: Socket, id: number) => void) {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [gateway] = (await once(server, 'connection')) as [Socket]
  for (const one of [socket, gateway]) one.on('error', () => {})
  const pings: number[] = []
  gateway.on('data', (bytes: Buffer) => {
    for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUInt32BE(at + 5)) {
      if (bytes[at] !== 4) continue
      pings.push(bytes.readUInt32BE(at + 1))
      onPing(gateway, bytes.readUInt32BE(at + 1))
    }
  })
  let end: (reason: EndReason) => void = () => {}
  const ended = new Promise<EndReason>((resolve) => {
    end = resolve
  })
  const carried = { up: 0, down: 0 }
  const tunnel = { socket, raw: socket, reader: createReader(socket) }
  const channel = createControl(tunnel, {
    keepAlive,
    onEnd: end,
    toError: () => new Error('ended'),
    carry: (direction, bytes) => {
      carried[direction] += bytes
    },
  })
  closing.push(() => {
    channel.close()
    gateway.destroy()
    server.close()
  })
  return { channel, pings, ended, gateway, carried }
}

function pong(gateway: Socket, id: number): void {
  const frame = Buffer.alloc(9)
  frame.writeUInt8(5, 0)
  frame.writeUInt32BE(id, 1)
  gateway.write(frame)
}

test('a pong that nobody asked for is no life', async () => {
  const { ended } = await open(100, (gateway) => pong(gateway, 77))
  expect(await ended).toBe('failed')
})

test('a pong that comes twice ends the session', async () => {
  const { channel, ended } = await open(10_000, (gateway, id) => {
    pong(gateway, id)
    pong(gateway, id)
  })
  await channel.ping()
  expect(await ended).toBe('failed')
})

test('many who want a sign of life share one, which was asked for after them', async () => {
  let held: (() => void) | undefined
  const { channel, pings } = await open(10_000, (gateway, id) => {
    if (held) pong(gateway, id)
    else held = () => pong(gateway, id)
  })
  const first = channel.ping()
  const others = Promise.all(Array.from({ length: 1000 }, () => channel.ping()))
  await expect.poll(() => held).toBeDefined()
  expect(pings).toHaveLength(1)
  held?.()
  await first
  await others
  expect(pings).toHaveLength(2)
})

test('messages that are given up while they wait are never sent', async () => {
  const { channel, gateway, carried } = await open(10_000, () => {})
  const giving = new AbortController()
  const running = Array.from({ length: 8 }, () => channel.send(new Uint8Array(1)))
  const waiting = Array.from({ length: 50 }, () =>
    channel.send(new Uint8Array(1), giving.signal).catch((error: unknown) => error),
  )
  giving.abort('enough')
  expect(await Promise.all(waiting)).toEqual(Array(50).fill('enough'))
  await expect.poll(() => gateway.bytesRead).toBe(80)
  for (let id = 1; id <= 8; id++) gateway.write(Buffer.from([2, 0, 0, 0, id, 0, 0, 0, 0]))
  expect(await Promise.all(running)).toHaveLength(8)
  expect(carried).toEqual({ up: 80, down: 72 })
  void channel.ping()
  await expect.poll(() => gateway.bytesRead).toBe(89)
})
