import { type Address, encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace transferOwnership {
  type Parameters = ContractsParameter & {
    newOwner: Address
  }
  type ReturnType = Hash
}

/**
 * Offers the ownership of the marketplace to an account, which accepts it or not. For its owner.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`NOT_MARKETPLACE_OWNER`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { transferOwnership } from '@passband/sdk/actions'
 *
 * const hash = await transferOwnership(client, { newOwner })
 * ```
 */
export async function transferOwnership(
  client: SigningClient,
  parameters: transferOwnership.Parameters,
): Promise<transferOwnership.ReturnType> {
  return sendCall(client, transferOwnershipCall(getContracts(client, parameters), parameters))
}

/** The call that `transferOwnership` sends. */
export function transferOwnershipCall(
  contracts: Contracts,
  parameters: Omit<transferOwnership.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'transferOwnership',
      args: [parameters.newOwner],
    }),
  }
}
