import { type Hex, stringToBytes } from 'viem'
import { sealBytes } from './sealBytes.js'
import type { SealContext } from './sealContext.js'

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
export function seal(
  plaintext: string,
  parameters: { recipientKey: Hex; context: SealContext },
): Promise<Hex> {
  return sealBytes(stringToBytes(plaintext), parameters)
}
