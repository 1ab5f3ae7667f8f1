import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { InvalidParameterError } from '../../../errors/InvalidParameterError.js'
import { decodeBase64url } from '../../../internal/decodeBase64url.js'
import { publicBytes, toPrivateKey } from '../x25519.js'

export type Identity = {
  /** PEM, for the TLS server. */
  key: string
  /** PEM, for the TLS server. */
  certificate: string
  /** X25519. */
  privateKey: KeyObject
  /** X25519, base64url. */
  publicKey: string
  /** SHA-256 of the certificate, base64url. */
  fingerprint: string
}

/** Reads what `createIdentity` made. Throws an `InvalidParameterError`. */
export function parseIdentity(identity: string): Identity {
  try {
    const { version, tlsKey, certificate, privateKey } = JSON.parse(identity)
    const secret = decodeBase64url(privateKey, 32)
    if (version !== 1 || !secret) throw new TypeError('version or key')
    const x25519 = toPrivateKey(secret)
    const x509 = new X509Certificate(Buffer.from(certificate, 'base64url'))
    const key = createPrivateKey({
      key: Buffer.from(tlsKey, 'base64url'),
      format: 'der',
      type: 'pkcs8',
    })
    if (!x509.checkPrivateKey(key)) throw new TypeError('certificate')
    return {
      key: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
      certificate: x509.toString(),
      privateKey: x25519,
      publicKey: publicBytes(x25519).toString('base64url'),
      fingerprint: createHash('sha256').update(x509.raw).digest('base64url'),
    }
  } catch {
    // The cause is left out: parsers quote their input, which is secret here.
    throw new InvalidParameterError('identity', 'text that createIdentity of this driver returned')
  }
}
