import { bytesToHex, concat, type Hex, hexToBytes, keccak256, stringToHex } from 'viem'
import type { KeyPair } from './createKeyPair.js'
import { suite } from './suite.js'

const purpose = stringToHex('passband/v1/detailsKey')

/**
 * The key that an SBN seals details to for a gateway, when it answers over the chain. Both derive it
 * from the secret that the gateway's registration holds, so that no key has to be exchanged for it.
 *
 * @param checkSecret The registration's, 32 bytes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9180#section-7.1.3
 */
export async function deriveDetailsKey(checkSecret: Hex): Promise<KeyPair> {
  const material = hexToBytes(keccak256(concat([purpose, checkSecret])))
  const pair = await suite.DeriveKeyPair(material, true)
  const [publicKey, privateKey] = await Promise.all([
    suite.SerializePublicKey(pair.publicKey),
    suite.SerializePrivateKey(pair.privateKey),
  ])
  return { publicKey: bytesToHex(publicKey), privateKey: bytesToHex(privateKey) }
}
