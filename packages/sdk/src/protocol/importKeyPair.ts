import { type Hex, hexToBytes } from 'viem'
import { suite } from './suite.js'

/**
 * A private key as the suite opens with it, together with its public key. Left to itself, the suite asks
 * the platform for that one through `getPublicKey`, which is experimental in Node.js 24 and says so.
 */
export async function importKeyPair(privateKey: Hex) {
  const key = await suite.DeserializePrivateKey(hexToBytes(privateKey), true)
  const { crv, kty, x } = await crypto.subtle.exportKey('jwk', key as CryptoKey)
  const jwk = { crv, kty, x } as JsonWebKey
  const publicKey = await crypto.subtle.importKey('jwk', jwk, 'X25519', true, [])
  return { privateKey: key, publicKey }
}
