import { concat, type Hex, hexToBytes, toHex } from 'viem'
import { InvalidInputError } from '../errors/input.js'
import { type SealContext, sealInfo } from './sealContext.js'
import { suite } from './suite.js'

/** Plaintexts are padded to a multiple of this many bytes, so that lengths tell nothing. */
export const sealBlock = 512

/** Longest plaintext that can be sealed, in bytes. */
export const sealMaximum = 4_094

/** What sealing adds to the padded plaintext: the encapsulated key and the tag, in bytes. */
export const sealOverhead = 48

/**
 * Encrypts bytes to one reader, bound to what they are for.
 *
 * @param parameters.recipientKey X25519 public key of the reader.
 * @param parameters.block The plaintext and its length (2 bytes) are padded to a multiple of this.
 * @returns Encapsulated key (32 bytes) and ciphertext.
 * @throws `InvalidInputError` when there are too many or the key is not a usable point.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9180
 */
export async function sealBytes(
  plaintext: Uint8Array,
  parameters: { recipientKey: Hex; context: SealContext; block?: number | undefined },
): Promise<Hex> {
  const { block = sealBlock } = parameters
  if (plaintext.length > sealMaximum)
    throw new InvalidInputError('plaintext', `Expected at most ${sealMaximum} bytes.`)
  const padded = new Uint8Array(Math.ceil((plaintext.length + 2) / block) * block)
  new DataView(padded.buffer).setUint16(0, plaintext.length)
  padded.set(plaintext, 2)
  try {
    const key = await suite.DeserializePublicKey(hexToBytes(parameters.recipientKey))
    const info = sealInfo(parameters.context)
    const { encapsulatedSecret, ciphertext } = await suite.Seal(key, padded, { info })
    return concat([toHex(encapsulatedSecret), toHex(ciphertext)])
  } catch (cause) {
    throw new InvalidInputError('recipientKey', 'Not a usable X25519 public key.', { cause })
  }
}
