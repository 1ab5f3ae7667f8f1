import { type Hex, hashStruct } from 'viem'
import { type Terms, termsFields, toTermsMessage } from './terms.js'

/**
 * The pass id of terms: their EIP-712 struct hash.
 *
 * @example
 * ```ts
 * const passId = hashTerms(quote.signed.message.terms)
 * ```
 *
 * @see https://eips.ethereum.org/EIPS/eip-712
 */
export function hashTerms(terms: Terms): Hex {
  return hashStruct({
    data: toTermsMessage(terms),
    primaryType: 'Terms',
    types: { Terms: [...termsFields] },
  })
}
