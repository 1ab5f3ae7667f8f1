import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { createReader } from '../../../internal/createReader.js'

/** A client that sends and reads whatever bytes a test wants, over TCP or TLS. */
export async function rawClient(port: number, { tls = false, host = '127.0.0.1' } = {}) {
  const raw: Socket = connect({ host, port, allowHalfOpen: true })
  raw.on('error', () => {})
  const socket = tls ? connectTls({ socket: raw, rejectUnauthorized: false }) : raw
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once(tls ? 'secureConnect' : 'connect', resolve))
  const reader = createReader(socket)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return {
    socket,
    closed,
    send: (...bytes: (number | Buffer | string)[]) => socket.write(join(bytes)),
    async read(length: number): Promise<number[]> {
      return [...(await reader.read(length))]
    },
    /** Everything until the other end ends. */
    async readAll(): Promise<Buffer> {
      reader.detach()
      const chunks: Buffer[] = []
      const ended = new Promise((resolve) => {
        socket.once('end', resolve)
        socket.once('close', resolve)
      })
      socket.on('data', (chunk: Buffer) => chunks.push(chunk))
      socket.resume()
      await ended
      return Buffer.concat(chunks)
    },
  }
}

/** Greeting and RFC 1929 credentials. */
export function login({ username, password }: { username: string; password: string }): Buffer {
  return join([5, 1, 2, 1, username.length, username, password.length, password])
}

/** A CONNECT request to an IPv4 address. */
export function connectTo(port: number, address = [127, 0, 0, 1]): Buffer {
  return join([5, 1, 0, 1, ...address, port >> 8, port & 0xff])
}

export function join(parts: (number | Buffer | string)[]): Buffer {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part))),
  )
}
