import type { Connection, ConnectParameters } from '../../../driver.js'
import { createEgressPolicy } from '../../../egress/createEgressPolicy.js'
import { resolveDestination, type Target } from '../../../egress/resolveDestination.js'
import { ConnectionInvalidError } from '../../../errors/ConnectionInvalidError.js'
import { DestinationRefusedError } from '../../../errors/DestinationRefusedError.js'
import { DestinationUnreachableError } from '../../../errors/DestinationUnreachableError.js'
import { DialRefusedError } from '../../../errors/DialRefusedError.js'
import { GatewayUnreachableError } from '../../../errors/GatewayUnreachableError.js'
import { getSocksCredentials } from '../getSocksCredentials.js'
import { isLoopback } from '../isLoopback.js'
import { parseConnection, type SocksEndpoint } from '../parseConnection.js'
import { controlDestination } from '../protocol/frames.js'
import type { ResolvedOptions } from '../resolveOptions.js'
import type { SocksSession } from '../types.js'
import { createSession } from './createSession.js'
import { openTunnel } from './openTunnel.js'
import type { Route } from './route.js'

/** Opens the client's end. */
export async function connect(
  connection: Connection,
  { passId, clientSecret, allow, signal }: ConnectParameters,
  options: ResolvedOptions,
): Promise<SocksSession> {
  signal?.throwIfAborted()
  const endpoint = parseConnection(connection)
  const credentials = getSocksCredentials(connection, { passId, clientSecret })
  const targets = await resolveGateway(endpoint, allow, options, signal)
  // A stranger's connection must not be able to talk a client out of TLS.
  const isLocal = targets.every(({ address }) => isLoopback(address))
  if (!endpoint.tls && !isLocal && options.plain !== 'insecure') {
    throw new ConnectionInvalidError('data.tls')
  }
  const { tls, fingerprint } = endpoint
  const { limits, localAddress } = options
  const route: Route = { targets, tls, fingerprint, limits, localAddress, ...credentials }
  const control = await openTunnel(route, controlDestination, signal)
  const pinned = targets.filter(({ address }) => address === control.raw.remoteAddress)
  route.targets = pinned.length > 0 ? pinned : targets
  return createSession(control, route)
}

async function resolveGateway(
  { host, port }: SocksEndpoint,
  allow: readonly string[] | undefined,
  { resolver }: ResolvedOptions,
  signal: AbortSignal | undefined,
): Promise<Target[]> {
  try {
    const policy = createEgressPolicy({ allow })
    return await resolveDestination(host, port, { policy, resolver, signal })
  } catch (error) {
    if (DestinationRefusedError.is(error)) throw new DialRefusedError()
    if (DestinationUnreachableError.is(error)) throw new GatewayUnreachableError()
    throw error
  }
}
