import { type Hex, parseSignature, signatureToCompactSignature, size } from 'viem'
import { InvalidInputError } from '../errors/input.js'

/**
 * A signature in two words, as EIP-2098 has it.
 *
 * @throws `InvalidInputError` when it is not one of 65 bytes.
 * @see https://eips.ethereum.org/EIPS/eip-2098
 */
export function toCompactSignature(signature: Hex): { r: Hex; vs: Hex } {
  if (size(signature) !== 65) throw new InvalidInputError('signature', 'Expected 65 bytes.')
  try {
    const { r, yParityAndS: vs } = signatureToCompactSignature(parseSignature(signature))
    return { r, vs }
  } catch (cause) {
    throw new InvalidInputError('signature', 'Not one of this curve.', { cause })
  }
}
