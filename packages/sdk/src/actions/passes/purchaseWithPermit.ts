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
import type { signPermit } from '../prix/signPermit.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace purchaseWithPermit {
  type Parameters = ContractsParameter & {
    terms: Terms
    /** The quote's deadline, Unix seconds. */
    deadline: number
    /** The SBN's signature of the quote. */
    signature: Hex
    /** ERC-2612 permit of the client's account for the marketplace over exactly the price. */
    permit: signPermit.ReturnType
  }
  type ReturnType = Hash
}

/**
 * Buys a pass with PRIX of the client's account and an ERC-2612 permit for it, in one transaction. A
 * permit that somebody else used first does no harm. `purchase` needs no permit.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`QUOTE_EXPIRED`, `QUOTE_ALTERED`, `QUOTE_ALREADY_USED`,
 * `SBN_NOT_ACTIVE`, `GATEWAY_NOT_REGISTERED`, `PAYMENT_FAILED`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { purchaseWithPermit, signPermit } from '@passband/sdk/actions'
 *
 * const permit = await signPermit(client, { amount: terms.price, deadline })
 * const hash = await purchaseWithPermit(client, { terms, deadline, signature, permit })
 * ```
 *
 * @see https://eips.ethereum.org/EIPS/eip-2612
 */
export async function purchaseWithPermit(
  client: SigningClient,
  parameters: purchaseWithPermit.Parameters,
): Promise<purchaseWithPermit.ReturnType> {
  return sendCall(client, purchaseWithPermitCall(getContracts(client, parameters), parameters))
}

/** The call that `purchaseWithPermit` sends. */
export function purchaseWithPermitCall(
  contracts: Contracts,
  parameters: Omit<purchaseWithPermit.Parameters, 'contracts'>,
): Call {
  const { buyer, seller } = packTerms(parameters.terms)
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'purchaseWithPermit',
      args: [
        seller,
        buyer,
        parameters.deadline,
        parameters.signature,
        BigInt(parameters.permit.deadline),
        parameters.permit.v,
        parameters.permit.r,
        parameters.permit.s,
      ],
    }),
  }
}
