import type { Connection } from '../../driver.js'
import { ConnectionInvalidError } from '../../errors/ConnectionInvalidError.js'
import { decodeBase64url } from '../../internal/decodeBase64url.js'

/** What a socks connection says, checked. */
export type SocksEndpoint = {
  host: string
  port: number
  /** X25519 public key of the gateway. */
  publicKey: Buffer
  /** SHA-256 of the gateway's certificate. */
  fingerprint: Buffer
  tls: boolean
}

/** Validates connection data from a stranger. Throws a `ConnectionInvalidError`. */
export function parseConnection(connection: Connection): SocksEndpoint {
  if (typeof connection !== 'object' || connection === null) {
    throw new ConnectionInvalidError('connection')
  }
  const { driver, host, port, data } = connection
  if (driver !== 'socks') throw new ConnectionInvalidError('driver')
  if (!isHost(host)) {
    throw new ConnectionInvalidError('host')
  }
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new ConnectionInvalidError('port')
  if (typeof data !== 'object' || data === null) throw new ConnectionInvalidError('data')
  const publicKey = decodeBase64url(data.publicKey, 32)
  if (!publicKey) throw new ConnectionInvalidError('data.publicKey')
  const fingerprint = decodeBase64url(data.fingerprint, 32)
  if (!fingerprint) throw new ConnectionInvalidError('data.fingerprint')
  if (data.tls !== '0' && data.tls !== '1') throw new ConnectionInvalidError('data.tls')
  return { host, port, publicKey, fingerprint, tls: data.tls === '1' }
}

/** Whether a value may stand as host: a name, or an address without brackets. */
export function isHost(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9.:_-]{1,253}$/.test(value)
}
