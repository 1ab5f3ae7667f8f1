import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { createReader } from '../../../internal/createReader.js'
import { listenEcho } from '../testing/listenEcho.js'
import { TunnelSocket } from './TunnelSocket.js'

async function openEnded() {
  const server = await listenEcho((peer) => peer.end('ok'))
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
  await once(socket, 'connect')
  const reader = createReader(socket)
  expect((await reader.read(2)).toString()).toBe('ok')
  socket.read(0)
  await expect.poll(() => socket.readableEnded).toBe(true)
  reader.detach()
  return { server, socket }
}

const parameters = { carry: () => {}, toError: () => new Error('broke') }

test('an end that came with the last byte of the handshake ends the stream', async () => {
  const { server, socket } = await openEnded()
  const explain = async () => undefined
  const stream = new TunnelSocket({ ...parameters, socket, raw: socket, explain })
  stream.end()
  expect(await stream.toArray()).toEqual([])
  await server.close()
})

test('an end is an error when the gateway is gone', async () => {
  const { server, socket } = await openEnded()
  const explain = async () => new Error('gone')
  const stream = new TunnelSocket({ ...parameters, socket, raw: socket, explain })
  await expect(stream.toArray()).rejects.toThrow('gone')
  await server.close()
})
