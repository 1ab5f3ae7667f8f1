import type { Driver } from '../../driver.js'
import { connect } from './client/connect.js'
import { createIdentity } from './identity/createIdentity.js'
import { resolveOptions } from './resolveOptions.js'
import { serve } from './server/serve.js'
import type { SocksOptions, SocksSession } from './types.js'

/**
 * The SOCKS5 driver: RFC 1928 and 1929 inside TLS 1.3, without root, on every system.
 *
 * Endpoint data: `publicKey` (X25519, base64url), `fingerprint` (SHA-256 of the certificate,
 * base64url), `tls` (`'1'`, or `'0'` for a plain gateway). A pass's credentials are derived by both
 * ends from their X25519 keys; see {@link getSocksCredentials}.
 *
 * @throws InvalidParameterError for options that cannot be meant.
 * @example
 * const driver = socks({ host: '127.0.0.1', port: 0 })
 * const identity = await driver.createIdentity()
 * await using server = await driver.serve({ identity })
 * const connection = await server.admit({ passId, clientKey, expiresAt })
 * await using session = await driver.connect(connection, { passId, clientSecret })
 * const response = await session.fetch('https://example.org/')
 */
export function socks(options: SocksOptions = {}): Driver<SocksSession, 'socks'> {
  const resolved = resolveOptions(options)
  return {
    name: 'socks',
    createIdentity,
    serve: (parameters) => serve(parameters, resolved),
    connect: (connection, parameters) => connect(connection, parameters, resolved),
  }
}
