import type { Agent as HttpAgent } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type { Duplex } from 'node:stream'
import type { EndReason } from '../../../driver.js'
import { CredentialsRejectedError } from '../../../errors/CredentialsRejectedError.js'
import { DestinationUnreachableError } from '../../../errors/DestinationUnreachableError.js'
import { GatewayUnreachableError } from '../../../errors/GatewayUnreachableError.js'
import { InvalidParameterError } from '../../../errors/InvalidParameterError.js'
import { SessionClosedError } from '../../../errors/SessionClosedError.js'
import { withoutAddress } from '../../../internal/withoutAddress.js'
import type { LocalProxy, SocksSession } from '../types.js'
import { createHttpAgent, createHttpsAgent } from './createAgent.js'
import { createControl } from './createControl.js'
import { createFetch } from './createFetch.js'
import { listen } from './listen.js'
import { openTunnel, type Tunnel } from './openTunnel.js'
import type { Route } from './route.js'
import { TunnelSocket } from './TunnelSocket.js'

export type Dial = (destination: {
  host: string
  port: number
  signal?: AbortSignal | undefined
}) => Promise<Duplex>

/** What a session gives to the parts that carry traffic. */
export type Carrier = {
  /** Opens a tunnel that ends with the session. */
  open(
    destination: { host: string; port: number },
    signal?: AbortSignal | undefined,
  ): Promise<Tunnel>
  carry(direction: 'up' | 'down', bytes: number): void
  /** Why a connection is gone: the session's end, or `undefined` when the session goes on. */
  explain(): Promise<Error | undefined>
}

/** Makes a session of an authenticated control connection. */
export function createSession(control: Tunnel, route: Route): SocksSession {
  const passId = route.username
  const carried = { up: 0, down: 0 }
  const streams = new Set<Duplex>()
  const proxies = new Set<LocalProxy>()
  const agents = new Set<HttpAgent | HttpsAgent>()
  const opening = new Set<AbortController>()
  let reason: EndReason | undefined
  let resolveClosed: (reason: EndReason) => void = () => {}
  const closed = new Promise<EndReason>((resolve) => {
    resolveClosed = resolve
  })

  const toError = () => new SessionClosedError(reason ?? 'failed')
  const carry = (direction: 'up' | 'down', bytes: number) => {
    carried[direction] += bytes
  }
  const channel = createControl(control, {
    keepAlive: route.limits.keepAlive,
    onEnd: end,
    toError,
    carry,
  })
  const http = createFetch(dial, () => reason)

  function end(why: EndReason): void {
    if (reason) return
    reason = why
    const error = toError()
    for (const aborting of opening) aborting.abort(error)
    for (const stream of streams) stream.destroy(error)
    for (const agent of agents) agent.destroy()
    for (const proxy of proxies) void proxy.close()
    http.close(error)
    resolveClosed(why)
  }

  const carrier: Carrier = {
    async open(destination, signal) {
      if (reason) throw toError()
      signal?.throwIfAborted()
      const aborting = new AbortController()
      const abort = () => aborting.abort(signal?.reason)
      opening.add(aborting)
      signal?.addEventListener('abort', abort, { once: true })
      try {
        const tunnel = await openTunnel(route, checkDestination(destination), aborting.signal)
        track(tunnel.socket)
        return tunnel
      } catch (error) {
        // These two also mean that the pass, or the gateway, has just come to its end.
        if (GatewayUnreachableError.is(error) || CredentialsRejectedError.is(error)) {
          throw (await carrier.explain()) ?? error
        }
        throw error
      } finally {
        opening.delete(aborting)
        signal?.removeEventListener('abort', abort)
      }
    },
    carry,
    async explain() {
      await channel.ping()
      return reason ? toError() : undefined
    },
  }

  function track(stream: Duplex): void {
    streams.add(stream)
    stream.on('error', () => {})
    stream.once('close', () => streams.delete(stream))
  }

  async function dial({ signal, ...destination }: Parameters<Dial>[0]): Promise<Duplex> {
    const { socket, raw, reader } = await carrier.open(destination, signal)
    reader.detach()
    const stream = new TunnelSocket({
      socket,
      raw,
      carry,
      explain: carrier.explain,
      toError: (cause) =>
        new DestinationUnreachableError('reset', { cause: withoutAddress(cause) }),
    })
    streams.delete(socket)
    track(stream)
    return stream
  }

  async function close(): Promise<void> {
    if (!control.socket.closed) {
      const gone = new Promise((resolve) => control.socket.once('close', resolve))
      channel.close()
      await gone
    }
    await Promise.all([...proxies].map((proxy) => proxy.close()))
  }

  function agent(options?: { tls?: boolean | undefined }): HttpAgent | HttpsAgent {
    if (reason) throw toError()
    const made = options?.tls ? createHttpsAgent(dial) : createHttpAgent(dial)
    agents.add(made)
    return made
  }

  return {
    driver: 'socks',
    passId,
    closed,
    fetch: http.fetch,
    dial,
    agent: agent as SocksSession['agent'],
    async listen(options) {
      if (reason) throw toError()
      const proxy = await listen(carrier, route.limits, options)
      proxies.add(proxy)
      if (reason) await proxy.close()
      return proxy
    },
    control: (message, options) => channel.send(message, options?.signal),
    usage: () => ({ up: BigInt(carried.up), down: BigInt(carried.down) }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function checkDestination({ host, port }: { host: string; port: number }) {
  if (!/^[\x21-\x7e]{1,255}$/.test(host)) {
    throw new InvalidParameterError('host', 'an address, or a name of at most 255 ASCII characters')
  }
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new InvalidParameterError('port', 'a whole number from 1 to 65535')
  }
  return { host, port }
}
