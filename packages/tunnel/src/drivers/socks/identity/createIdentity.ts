import { randomBytes } from 'node:crypto'

// The certificate is pinned by its hash, so its dates and name mean nothing.
const notBefore = new Date(Date.UTC(2020, 0, 1))
const notAfter = new Date(Date.UTC(2049, 11, 31))

/** Makes the secret of a gateway: TLS key, self-signed certificate and X25519 key, as JSON. */
export async function createIdentity(): Promise<string> {
  // Large, and needed for this only. It asks for the polyfill while it loads.
  await import('reflect-metadata')
  const { X509CertificateGenerator } = await import('@peculiar/x509')
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serial.toString('hex'),
      name: 'CN=gateway',
      notBefore,
      notAfter,
      keys,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    },
    crypto,
  )
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return JSON.stringify({
    version: 1,
    tlsKey: Buffer.from(pkcs8).toString('base64url'),
    certificate: Buffer.from(certificate.rawData).toString('base64url'),
    privateKey: randomBytes(32).toString('base64url'),
  })
}
