import { encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace acceptOwnership {
  type Parameters = ContractsParameter
  type ReturnType = Hash
}

/**
 * Takes over the ownership of the marketplace that was offered to the client's account.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`NOT_MARKETPLACE_OWNER`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { acceptOwnership } from '@passband/sdk/actions'
 *
 * const hash = await acceptOwnership(client)
 * ```
 */
export async function acceptOwnership(
  client: SigningClient,
  parameters: acceptOwnership.Parameters = {},
): Promise<acceptOwnership.ReturnType> {
  return sendCall(client, acceptOwnershipCall(getContracts(client, parameters)))
}

/** The call that `acceptOwnership` sends. */
export function acceptOwnershipCall(contracts: Contracts): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'acceptOwnership',
    }),
  }
}
