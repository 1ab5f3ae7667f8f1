import { type Hex, hashTypedData } from 'viem'
import type { MessageKind } from './defineMessage.js'
import { type Deployment, getDomain } from './domain.js'

/**
 * The EIP-712 digest of a message: what is signed, and what other messages and the contract name it by.
 *
 * @example
 * ```ts
 * const request = hashMessage(quoteRequest, signed.message, { chainId, marketplace })
 * ```
 *
 * @see https://eips.ethereum.org/EIPS/eip-712
 */
export function hashMessage<value>(
  kind: MessageKind<value>,
  message: value,
  deployment: Deployment,
): Hex {
  return hashTypedData({
    domain: getDomain(deployment),
    types: kind.types as Record<string, { name: string; type: string }[]>,
    primaryType: kind.primaryType,
    message: kind.toTypedData(message),
  })
}
