import { type AddressInfo, createServer, type Server as NetServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { ListenFailedError } from '../../../errors/ListenFailedError.js'
import { isGoneAway } from '../../../internal/isGoneAway.js'
import { resetSocket } from '../../../internal/resetSocket.js'
import { withoutAddress } from '../../../internal/withoutAddress.js'

/** A connection that speaks for itself from here on: TLS, if any, is done. */
export type Incoming = {
  socket: Socket
  /** The TCP connection beneath; the same as `socket` without TLS. */
  raw: Socket
  /** Takes it out of the bound on unauthenticated connections. */
  authenticated(): void
  /** Takes it off the deadline. */
  established(): void
}

export type ListenerParameters = {
  host: string
  port: number
  tls?: { key: string; cert: string } | undefined
  handshakeTimeout: number
  unauthenticated: number
  onConnection(incoming: Incoming): void
  onRefused(code: 'TIMEOUT' | 'PROTOCOL' | 'TOO_MANY_CONNECTIONS'): void
}

export type Listener = { port: number; close(): Promise<void> }

/**
 * Listens for TCP connections and puts TLS 1.3 on them. Everybody has a deadline for the whole
 * handshake. When too many have not authenticated, the oldest of them is dropped: a flood of silent
 * connections then does not keep out those who speak at once.
 */
export async function createListener(parameters: ListenerParameters): Promise<Listener> {
  const { tls, handshakeTimeout, unauthenticated, onConnection, onRefused } = parameters
  const open = new Set<Socket>()
  const strangers = new Set<Socket>()
  const waiting = new Map<string, Incoming>()

  function accept(raw: Socket): void {
    const name = `${raw.remoteAddress} ${raw.remotePort}`
    const timer = setTimeout(() => {
      onRefused('TIMEOUT')
      resetSocket(raw)
    }, handshakeTimeout)
    const incoming: Incoming = {
      socket: raw,
      raw,
      authenticated: () => strangers.delete(raw),
      established: () => clearTimeout(timer),
    }
    open.add(raw)
    strangers.add(raw)
    waiting.set(name, incoming)
    raw.on('error', () => {})
    raw.once('close', () => {
      clearTimeout(timer)
      open.delete(raw)
      strangers.delete(raw)
      waiting.delete(name)
    })
    const [oldest] = strangers
    if (strangers.size > unauthenticated && oldest) {
      strangers.delete(oldest)
      onRefused('TOO_MANY_CONNECTIONS')
      resetSocket(oldest)
    }
    if (secure) secure.emit('connection', raw)
    else onConnection(incoming)
  }

  const secure =
    tls &&
    createTlsServer(
      {
        ...tls,
        minVersion: 'TLSv1.3',
        maxVersion: 'TLSv1.3',
        handshakeTimeout: 2 * handshakeTimeout,
        allowHalfOpen: true,
        noDelay: true,
      },
      (socket) => {
        const incoming = waiting.get(`${socket.remoteAddress} ${socket.remotePort}`)
        if (!incoming) {
          socket.destroy()
          return
        }
        socket.on('error', () => {})
        onConnection({ ...incoming, socket })
      },
    )
  secure?.on('tlsClientError', (error, socket) => {
    if (!isGoneAway(error)) onRefused('PROTOCOL')
    socket.destroy()
  })

  const server = createServer(
    { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 },
    accept,
  )
  const port = await listen(server, parameters.host, parameters.port)
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const raw of open) resetSocket(raw)
      }),
  }
}

function listen(server: NetServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new ListenFailedError({ cause: withoutAddress(cause) })))
    server.listen({ host, port, backlog: 1024 }, () => {
      server.removeAllListeners('error')
      server.on('error', () => {})
      resolve((server.address() as AddressInfo).port)
    })
  })
}
