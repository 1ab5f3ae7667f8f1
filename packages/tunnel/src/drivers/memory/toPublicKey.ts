import { InvalidParameterError } from '../../errors/InvalidParameterError.js'

// RFC 8410: what stands before the 32 bytes of an X25519 private key in PKCS #8.
const prefix = [
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20,
]

/** The X25519 public key of a private key, by Web Crypto. */
export async function toPublicKey(secret: Uint8Array): Promise<Uint8Array> {
  if (!(secret instanceof Uint8Array) || secret.length !== 32) {
    throw new InvalidParameterError('clientSecret', 'an X25519 private key of 32 bytes')
  }
  const pkcs8 = Uint8Array.from([...prefix, ...secret])
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'X25519', true, ['deriveBits'])
  const { x = '' } = await crypto.subtle.exportKey('jwk', key)
  const text = atob(x.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
