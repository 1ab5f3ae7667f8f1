import { randomBytes, timingSafeEqual } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { InvalidParameterError } from '../../../errors/InvalidParameterError.js'
import { ListenFailedError } from '../../../errors/ListenFailedError.js'
import { createReader } from '../../../internal/createReader.js'
import { joinSockets } from '../../../internal/joinSockets.js'
import { relay } from '../../../internal/relay.js'
import { resetSocket } from '../../../internal/resetSocket.js'
import { withoutAddress } from '../../../internal/withoutAddress.js'
import { isLoopback } from '../isLoopback.js'
import { acceptRequest } from '../protocol/acceptRequest.js'
import { encodeReply } from '../protocol/address.js'
import { refuse } from '../protocol/refuse.js'
import { Reply, toReply } from '../protocol/replies.js'
import type { ListenOptions, LocalProxy, SocksLimits } from '../types.js'
import type { Carrier } from './createSession.js'

/** Opens a local SOCKS5 port (RFC 1928, 1929) that relays through a session. */
export async function listen(
  carrier: Carrier,
  limits: SocksLimits,
  { host = '127.0.0.1', port = 0, auth = true }: ListenOptions = {},
): Promise<LocalProxy> {
  if (!isLoopback(host)) throw new InvalidParameterError('host', 'a loopback address')
  const username = auth ? randomBytes(12).toString('base64url') : undefined
  const password = auth ? randomBytes(24).toString('base64url') : undefined
  const expected = auth ? Buffer.from(`${username}:${password}`) : undefined
  const open = new Set<Socket>()

  const authenticate =
    expected &&
    ((name: string, secret: string) => {
      const shown = Buffer.from(`${name}:${secret}`)
      return shown.length === expected.length && timingSafeEqual(shown, expected)
    })

  async function accept(socket: Socket): Promise<void> {
    open.add(socket)
    socket.on('error', () => {})
    const hangUp = new AbortController()
    socket.once('close', () => {
      open.delete(socket)
      hangUp.abort()
    })
    const deadline = setTimeout(() => resetSocket(socket), limits.handshakeTimeout)
    const reader = createReader(socket)
    try {
      const accepted = await acceptRequest(socket, reader, { authenticate })
      reader.detach()
      if (accepted.type === 'refused') return refuse(socket, accepted.answer)
      await serve(socket, accepted, hangUp.signal)
    } catch {
      resetSocket(socket)
    } finally {
      clearTimeout(deadline)
    }
  }

  async function serve(
    socket: Socket,
    destination: { host: string; port: number },
    signal: AbortSignal,
  ): Promise<void> {
    const tunnel = await carrier.open(destination, signal).catch((error: unknown) => {
      refuse(socket, encodeReply(toReply(error)))
      return undefined
    })
    if (!tunnel) return
    tunnel.reader.detach()
    const local = { stream: socket, reset: () => resetSocket(socket) }
    const remote = { stream: tunnel.socket, reset: () => resetSocket(tunnel.raw) }
    joinSockets(local, remote, () => {})
    socket.write(encodeReply(Reply.succeeded, socket.localAddress, socket.localPort))
    relay(socket, tunnel.socket, { carry: (bytes) => count('up', bytes) })
    relay(tunnel.socket, socket, {
      carry: (bytes) => count('down', bytes),
      confirmEnd: async () => (await carrier.explain()) === undefined,
    })
  }

  function count(direction: 'up' | 'down', bytes: number): number {
    carrier.carry(direction, bytes)
    return bytes
  }

  const server = createServer(
    { allowHalfOpen: true, noDelay: true },
    (socket) => void accept(socket),
  )
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', (error) => reject(new ListenFailedError({ cause: withoutAddress(error) })))
    server.listen({ host, port }, () => resolve(server.address() as AddressInfo))
  })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of open) resetSocket(socket)
    })
    return closing
  }
  const authority = `${host.includes(':') ? `[${host}]` : host}:${address.port}`
  return {
    host,
    port: address.port,
    username,
    password,
    url: `socks5h://${auth ? `${username}:${password}@` : ''}${authority}`,
    close,
    [Symbol.asyncDispose]: close,
  }
}
