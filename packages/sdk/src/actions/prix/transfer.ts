import { type Address, encodeFunctionData, type Hash } from 'viem'
import { prixAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace transfer {
  type Parameters = ContractsParameter & {
    to: Address
    /** PRIX base units. */
    amount: bigint
  }
  type ReturnType = Hash
}

/**
 * Sends PRIX of the client's account.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`INSUFFICIENT_PRIX`), `InsufficientGasError`, `SignatureRefusedError`,
 * `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { transfer } from '@passband/sdk/actions'
 *
 * const hash = await transfer(client, { to, amount })
 * ```
 */
export async function transfer(
  client: SigningClient,
  parameters: transfer.Parameters,
): Promise<transfer.ReturnType> {
  return sendCall(client, transferCall(getContracts(client, parameters), parameters))
}

/** The call that `transfer` sends. */
export function transferCall(
  contracts: Contracts,
  parameters: Omit<transfer.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.prix,
    data: encodeFunctionData({
      abi: prixAbi,
      functionName: 'transfer',
      args: [parameters.to, parameters.amount],
    }),
  }
}
