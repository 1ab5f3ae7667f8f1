import { bytesToHex, type Hex } from 'viem'
import { suite } from './suite.js'

/** An X25519 key pair, 32 bytes each. */
export type KeyPair = { publicKey: Hex; privateKey: Hex }

/**
 * Makes an X25519 key pair from the platform's random source.
 *
 * @example
 * ```ts
 * const { publicKey, privateKey } = await createKeyPair()
 * ```
 *
 * @see https://www.rfc-editor.org/rfc/rfc7748
 */
export async function createKeyPair(): Promise<KeyPair> {
  const pair = await suite.GenerateKeyPair(true)
  const [publicKey, privateKey] = await Promise.all([
    suite.SerializePublicKey(pair.publicKey),
    suite.SerializePrivateKey(pair.privateKey),
  ])
  return { publicKey: bytesToHex(publicKey), privateKey: bytesToHex(privateKey) }
}
