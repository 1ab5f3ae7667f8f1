import { type Address, encodeFunctionData, type Hash } from 'viem'
import { prixAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace approve {
  type Parameters = ContractsParameter & {
    spender: Address
    /** PRIX base units. */
    amount: bigint
  }
  type ReturnType = Hash
}

/**
 * Lets another account take PRIX of the client's account.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError`, `InsufficientGasError`, `SignatureRefusedError`,
 * `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { approve } from '@passband/sdk/actions'
 *
 * const hash = await approve(client, { spender: marketplace, amount })
 * ```
 */
export async function approve(
  client: SigningClient,
  parameters: approve.Parameters,
): Promise<approve.ReturnType> {
  return sendCall(client, approveCall(getContracts(client, parameters), parameters))
}

/** The call that `approve` sends. */
export function approveCall(
  contracts: Contracts,
  parameters: Omit<approve.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.prix,
    data: encodeFunctionData({
      abi: prixAbi,
      functionName: 'approve',
      args: [parameters.spender, parameters.amount],
    }),
  }
}
