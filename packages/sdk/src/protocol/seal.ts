import { concat, type Hex, hexToBytes, stringToBytes, toHex } from 'viem'
import { InvalidInputError } from '../errors/input.js'
import { type SealContext, sealInfo } from './sealContext.js'
import { suite } from './suite.js'

/** Plaintexts are padded to a multiple of this many bytes, so that lengths tell nothing. */
export const sealBlock = 512

/** Longest plaintext that can be sealed, in bytes. */
export const sealMaximum = 4_094

/**
 * Encrypts text to one reader, bound to what it is for: it opens with the reader's key and the same
 * context, and with nothing else.
 *
 * @param parameters.recipientKey X25519 public key of the reader.
 * @returns Encapsulated key (32 bytes) and ciphertext. The length is one of a few fixed sizes.
 * @throws `InvalidInputError` when the text is too long or the key is not a usable point.
 *
 * @example
 * ```ts
 * const sealed = await seal('hello', { recipientKey: publicKey, context })
 * const text = await unseal(sealed, { privateKey, context })
 * ```
 *
 * @see https://www.rfc-editor.org/rfc/rfc9180
 */
export async function seal(
  plaintext: string,
  parameters: { recipientKey: Hex; context: SealContext },
): Promise<Hex> {
  const text = stringToBytes(plaintext)
  if (text.length > sealMaximum)
    throw new InvalidInputError('plaintext', `Expected at most ${sealMaximum} bytes.`)
  const padded = new Uint8Array(Math.ceil((text.length + 2) / sealBlock) * sealBlock)
  new DataView(padded.buffer).setUint16(0, text.length)
  padded.set(text, 2)
  try {
    const key = await suite.DeserializePublicKey(hexToBytes(parameters.recipientKey))
    const info = sealInfo(parameters.context)
    const { encapsulatedSecret, ciphertext } = await suite.Seal(key, padded, { info })
    return concat([toHex(encapsulatedSecret), toHex(ciphertext)])
  } catch (cause) {
    throw new InvalidInputError('recipientKey', 'Not a usable X25519 public key.', { cause })
  }
}
