import { encodeFunctionData, type Hash } from 'viem'
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

export declare namespace giveUp {
  type Parameters = ContractsParameter & {
    terms: Terms
  }
  type ReturnType = Hash
}

/**
 * Ends a pass early for its gateway: owed for the seconds served; the rest goes to the owner.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`PASS_NOT_FOUND`, `PASS_OVER`, `PASS_ALREADY_ENDED`,
 * `NOT_AUTHORIZED`), `InsufficientGasError`, `SignatureRefusedError`, `ChainUnreachableError`,
 * `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { giveUp } from '@passband/sdk/actions'
 *
 * const hash = await giveUp(client, { terms })
 * ```
 */
export async function giveUp(
  client: SigningClient,
  parameters: giveUp.Parameters,
): Promise<giveUp.ReturnType> {
  return sendCall(client, giveUpCall(getContracts(client, parameters), parameters))
}

/** The call that `giveUp` sends. */
export function giveUpCall(
  contracts: Contracts,
  parameters: Omit<giveUp.Parameters, 'contracts'>,
): Call {
  const { buyer, seller } = packTerms(parameters.terms)
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'giveUp',
      args: [seller, buyer],
    }),
  }
}
