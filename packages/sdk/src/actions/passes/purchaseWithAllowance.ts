import { encodeFunctionData, type Hash, type Hex } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import { packTerms } from '../../protocol/packTerms.js'
import type { Terms } from '../../protocol/terms.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace purchaseWithAllowance {
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
 * Buys a pass with PRIX that the client's account has approved for the marketplace before. `purchase`
 * needs no approval.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`QUOTE_EXPIRED`, `QUOTE_ALTERED`, `QUOTE_ALREADY_USED`,
 * `SBN_NOT_ACTIVE`, `GATEWAY_NOT_REGISTERED`, `PAYMENT_FAILED`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { purchaseWithAllowance } from '@passband/sdk/actions'
 *
 * const hash = await purchaseWithAllowance(client, { terms, deadline, signature })
 * ```
 */
export async function purchaseWithAllowance(
  client: SigningClient,
  parameters: purchaseWithAllowance.Parameters,
): Promise<purchaseWithAllowance.ReturnType> {
  return sendCall(client, purchaseWithAllowanceCall(getContracts(client, parameters), parameters))
}

/** The call that `purchaseWithAllowance` sends. */
export function purchaseWithAllowanceCall(
  contracts: Contracts,
  parameters: Omit<purchaseWithAllowance.Parameters, 'contracts'>,
): Call {
  const { buyer, seller } = packTerms(parameters.terms)
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'purchase',
      args: [seller, buyer, parameters.deadline, parameters.signature],
    }),
  }
}
