import { encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace withdrawBond {
  type Parameters = ContractsParameter
  type ReturnType = Hash
}

/**
 * Pays the bond back to the client's account once it has left and the unbonding time is over.
 * `getSbn` says when that is.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`SBN_NOT_REGISTERED`, `SBN_STILL_BONDED`),
 * `InsufficientGasError`, `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { withdrawBond } from '@passband/sdk/actions'
 *
 * const hash = await withdrawBond(client)
 * ```
 */
export async function withdrawBond(
  client: SigningClient,
  parameters: withdrawBond.Parameters = {},
): Promise<withdrawBond.ReturnType> {
  return sendCall(client, withdrawBondCall(getContracts(client, parameters)))
}

/** The call that `withdrawBond` sends. */
export function withdrawBondCall(contracts: Contracts): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'withdrawBond',
    }),
  }
}
