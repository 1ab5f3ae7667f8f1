import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { GatewayIdentityError } from '../../../errors/GatewayIdentityError.js'
import { GatewayUnreachableError } from '../../../errors/GatewayUnreachableError.js'
import { ProtocolError } from '../../../errors/ProtocolError.js'
import { TimeoutError } from '../../../errors/TimeoutError.js'
import { TunnelError } from '../../../errors/TunnelError.js'
import { createReader, type Reader } from '../../../internal/createReader.js'
import { dial } from '../../../internal/dial.js'
import { resetSocket } from '../../../internal/resetSocket.js'
import { withoutAddress } from '../../../internal/withoutAddress.js'
import { requestTunnel } from '../protocol/requestTunnel.js'
import type { Route } from './route.js'

/** A connection through the gateway. `raw` is the TCP connection beneath `socket`. */
export type Tunnel = { socket: Socket; raw: Socket; reader: Reader }

/**
 * Connects to the gateway, checks that it is the one, authenticates and asks for a destination.
 *
 * @throws GatewayUnreachableError, GatewayIdentityError, CredentialsRejectedError, ProtocolError,
 *   DestinationRefusedError, DestinationUnreachableError, TimeoutError, or the signal's reason.
 */
export async function openTunnel(
  route: Route,
  destination: { host: string; port: number },
  signal?: AbortSignal | undefined,
): Promise<Tunnel> {
  signal?.throwIfAborted()
  const { handshakeTimeout, dialTimeout } = route.limits
  let raw: Socket | undefined
  let failure: unknown
  const giveUp = (error: unknown) => {
    failure ??= error
    if (raw) resetSocket(raw)
  }
  const abort = () => giveUp(signal?.reason)
  const timer = setTimeout(() => giveUp(new TimeoutError()), handshakeTimeout + dialTimeout)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const { localAddress } = route
    raw = await dial(route.targets, { localAddress, timeout: handshakeTimeout, signal })
    raw.on('error', () => {})
    const socket = route.tls ? await secure(raw, route) : raw
    const reader = createReader(socket)
    await requestTunnel(socket, reader, { ...destination, ...credentials(route) })
    return { socket, raw, reader }
  } catch (error) {
    if (raw) resetSocket(raw)
    throw failure ?? toTunnelError(error, signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

function credentials({ username, password }: Route) {
  return { username, password }
}

function secure(raw: Socket, route: Route): Promise<TLSSocket> {
  const { ticket } = route
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      socket: raw,
      minVersion: 'TLSv1.3',
      maxVersion: 'TLSv1.3',
      // Checked below against the pinned hash, which is stricter than any authority.
      rejectUnauthorized: false,
      ...(ticket ? { session: ticket } : {}),
    })
    socket.on('error', reject)
    const closed = () => reject(new GatewayUnreachableError())
    socket.once('close', closed)
    socket.once('secureConnect', () => {
      socket.off('close', closed)
      const certificate = socket.getPeerX509Certificate()
      const hash = certificate && createHash('sha256').update(certificate.raw).digest()
      // Only the gateway that was verified before can resume with its ticket (RFC 8446, 2.2), and it
      // does not show the certificate again.
      const isResumed = ticket !== undefined && socket.isSessionReused()
      if (!isResumed && !hash?.equals(route.fingerprint)) {
        reject(new GatewayIdentityError())
        return
      }
      // Resuming spares the gateway a signature for every connection of the session.
      socket.on('session', (next) => {
        route.ticket = next
      })
      resolve(socket)
    })
  })
}

function toTunnelError(error: unknown, signal: AbortSignal | undefined): unknown {
  if (TunnelError.is(error) || (signal?.aborted && error === signal.reason)) return error
  const cause = withoutAddress(error)
  const isTls = 'code' in cause && /^(ERR_SSL|ERR_TLS|EPROTO)/.test(String(cause.code))
  return isTls ? new ProtocolError({ cause }) : new GatewayUnreachableError({ cause })
}
