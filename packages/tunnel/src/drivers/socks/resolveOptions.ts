import { networkInterfaces } from 'node:os'
import { createEgressPolicy, type EgressPolicy } from '../../egress/createEgressPolicy.js'
import { parseAddress } from '../../egress/parseAddress.js'
import { InvalidParameterError } from '../../errors/InvalidParameterError.js'
import type { SocksLimits, SocksOptions } from './types.js'

export type ResolvedOptions = Omit<SocksOptions, 'limits' | 'host' | 'port'> & {
  host: string
  port: number
  limits: SocksLimits
  policy: EgressPolicy
}

const defaults: SocksLimits = {
  handshakeTimeout: 10_000,
  dialTimeout: 10_000,
  connectionsPerPass: 512,
  sessionsPerPass: 16,
  unauthenticated: 1024,
  keepAlive: 15_000,
}

/** Fills in the defaults. Throws an `InvalidParameterError` for values that cannot be meant. */
export function resolveOptions(options: SocksOptions): ResolvedOptions {
  const { host = '0.0.0.0', port = 1080 } = options
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new InvalidParameterError('port', 'a whole number from 0 to 65535')
  }
  if (options.localAddress !== undefined && !parseAddress(options.localAddress)) {
    throw new InvalidParameterError('localAddress', 'an IP address')
  }
  const limits = { ...defaults }
  for (const name of Object.keys(defaults) as (keyof SocksLimits)[]) {
    const value = options.limits?.[name]
    if (value === undefined) continue
    if (!(Number.isFinite(value) && value > 0)) {
      throw new InvalidParameterError(`limits.${name}`, 'a number above zero')
    }
    limits[name] = value
  }
  if (limits.keepAlive > 20_000) {
    throw new InvalidParameterError('limits.keepAlive', 'at most 20,000 milliseconds')
  }
  const policy = createEgressPolicy({ allow: options.allow, deny: ownAddresses })
  return { ...options, host, port, limits, policy }
}

// Services that listen on the gateway's own public address often trust it.
function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) => list?.map((one) => one.address) ?? [])
}
