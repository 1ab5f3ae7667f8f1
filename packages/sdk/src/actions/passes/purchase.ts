import { encodeAbiParameters, encodeFunctionData, type Hash, type Hex } from 'viem'
import { prixBuyingAbi } from '../../contracts/excerpts.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import { packTerms } from '../../protocol/packTerms.js'
import type { Terms } from '../../protocol/terms.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'
import { termsParameters } from '../termsParameters.js'

export declare namespace purchase {
  type Parameters = ContractsParameter & {
    terms: Terms
    /** The quote's deadline, Unix seconds. */
    deadline: number
    /** The SBN's signature of the quote. */
    signature: Hex
  }
  type ReturnType = Hash
}

/**
 * Buys a pass: sends exactly the price in PRIX to the marketplace, together with the quote, in one
 * transaction that needs no approval (ERC-1363).
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`QUOTE_EXPIRED`, `QUOTE_ALTERED`, `QUOTE_ALREADY_USED`,
 * `SBN_NOT_ACTIVE`, `GATEWAY_NOT_REGISTERED`, `INSUFFICIENT_PRIX`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { purchase } from '@passband/sdk/actions'
 *
 * const hash = await purchase(client, { terms, deadline, signature })
 * ```
 *
 * @see https://eips.ethereum.org/EIPS/eip-1363
 */
export async function purchase(
  client: SigningClient,
  parameters: purchase.Parameters,
): Promise<purchase.ReturnType> {
  return sendCall(client, purchaseCall(getContracts(client, parameters), parameters))
}

const purchaseData = [...termsParameters, { type: 'uint40' }, { type: 'bytes' }] as const

/** The call that `purchase` sends. */
export function purchaseCall(
  contracts: Contracts,
  { terms, deadline, signature }: Omit<purchase.Parameters, 'contracts'>,
): Call {
  const { buyer, seller } = packTerms(terms)
  return {
    to: contracts.prix,
    data: encodeFunctionData({
      abi: prixBuyingAbi,
      functionName: 'transferAndCall',
      args: [
        contracts.marketplace,
        terms.price,
        encodeAbiParameters(purchaseData, [seller, buyer, deadline, signature]),
      ],
    }),
  }
}
