import { webcrypto } from 'node:crypto'

/** A certificate authority of one network, and a server certificate of it. PEM. */
export type Authority = { ca: string; certificate: string; privateKey: string }

/** Makes an authority that nobody else knows, and one certificate for `host`. */
export async function createAuthority(host: string): Promise<Authority> {
  // Large, and needed for this only. It asks for the polyfill while it loads.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  const crypto = webcrypto as unknown as Crypto
  x509.cryptoProvider.set(crypto)
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const createKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const validity = {
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 7 * 86_400_000),
    signingAlgorithm: algorithm,
  }
  const authorityKeys = await createKeys()
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=Passband devnet',
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  })
  const keys = await createKeys()
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: `CN=${host}`,
    issuer: ca.subject,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
  })
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return {
    ca: ca.toString('pem'),
    certificate: certificate.toString('pem'),
    privateKey: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
  }
}
