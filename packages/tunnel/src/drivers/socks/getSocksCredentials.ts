import type { Connection } from '../../driver.js'
import { ConnectionInvalidError } from '../../errors/ConnectionInvalidError.js'
import { InvalidParameterError } from '../../errors/InvalidParameterError.js'
import { isPassId } from '../../metering/validateGrant.js'
import { derivePassword } from './derivePassword.js'
import { parseConnection } from './parseConnection.js'
import { toPrivateKey } from './x25519.js'

/**
 * The RFC 1929 username and password of a pass at a gateway, for programs that speak SOCKS5
 * themselves. Such programs need a gateway without TLS, or a TLS wrapper in front of it.
 *
 * @param connection - What `Server.admit` returned.
 * @param parameters - Id of the pass, and the client's X25519 private key of 32 bytes.
 * @returns Username and password, each below 255 bytes. The password is a secret.
 * @throws ConnectionInvalidError, InvalidParameterError.
 * @example
 * const { username, password } = getSocksCredentials(connection, { passId, clientSecret })
 * const proxy = `socks5h://${username}:${password}@${connection.host}:${connection.port}`
 * @see RFC 1929
 */
export function getSocksCredentials(
  connection: Connection,
  { passId, clientSecret }: { passId: string; clientSecret: Uint8Array },
): { username: string; password: string } {
  const { publicKey } = parseConnection(connection)
  if (!isPassId(passId)) {
    throw new InvalidParameterError('passId', '1 to 128 characters of A-Z a-z 0-9 : _ -')
  }
  if (!(clientSecret instanceof Uint8Array) || clientSecret.length !== 32) {
    throw new InvalidParameterError('clientSecret', 'an X25519 private key of 32 bytes')
  }
  const password = derivePassword(toPrivateKey(clientSecret), publicKey, passId)
  if (password === undefined) throw new ConnectionInvalidError('data.publicKey')
  return { username: passId, password }
}
