import { encodeFunctionData, type Hash } from 'viem'
import { marketplaceBuyingAbi } from '../../contracts/excerpts.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import { packTerms } from '../../protocol/packTerms.js'
import type { Terms } from '../../protocol/terms.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace leave {
  type Parameters = ContractsParameter & {
    terms: Terms
  }
  type ReturnType = Hash
}

/**
 * Ends a pass early for its owner or an approved operator: owed for the seconds used, at least the
 * minimum; the rest goes to the owner in the same transaction.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`PASS_NOT_FOUND`, `PASS_OVER`, `PASS_ALREADY_ENDED`,
 * `NOT_AUTHORIZED`), `InsufficientGasError`, `SignatureRefusedError`, `ChainUnreachableError`,
 * `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { leave } from '@passband/sdk/actions'
 *
 * const hash = await leave(client, { terms: pass.terms })
 * ```
 */
export async function leave(
  client: SigningClient,
  parameters: leave.Parameters,
): Promise<leave.ReturnType> {
  return sendCall(client, leaveCall(getContracts(client, parameters), parameters))
}

/** The call that `leave` sends. */
export function leaveCall(
  contracts: Contracts,
  parameters: Omit<leave.Parameters, 'contracts'>,
): Call {
  const { buyer, seller } = packTerms(parameters.terms)
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceBuyingAbi,
      functionName: 'leave',
      args: [seller, buyer],
    }),
  }
}
