import { encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace renounceOwnership {
  type Parameters = ContractsParameter
  type ReturnType = Hash
}

/**
 * Leaves the marketplace without an owner, for ever. For its owner, and not while purchases are paused.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`NOT_MARKETPLACE_OWNER`, `PAUSED`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { renounceOwnership } from '@passband/sdk/actions'
 *
 * const hash = await renounceOwnership(client)
 * ```
 */
export async function renounceOwnership(
  client: SigningClient,
  parameters: renounceOwnership.Parameters = {},
): Promise<renounceOwnership.ReturnType> {
  return sendCall(client, renounceOwnershipCall(getContracts(client, parameters)))
}

/** The call that `renounceOwnership` sends. */
export function renounceOwnershipCall(contracts: Contracts): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'renounceOwnership',
    }),
  }
}
