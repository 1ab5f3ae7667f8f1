import { type Address, encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace collectFees {
  type Parameters = ContractsParameter & {
    sbn: Address
  }
  type ReturnType = Hash
}

/**
 * Pays an SBN's fees to it and the protocol's share to the treasury. Anyone may.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError`, `InsufficientGasError`, `SignatureRefusedError`,
 * `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { collectFees } from '@passband/sdk/actions'
 *
 * const hash = await collectFees(client, { sbn })
 * ```
 */
export async function collectFees(
  client: SigningClient,
  parameters: collectFees.Parameters,
): Promise<collectFees.ReturnType> {
  return sendCall(client, collectFeesCall(getContracts(client, parameters), parameters))
}

/** The call that `collectFees` sends. */
export function collectFeesCall(
  contracts: Contracts,
  parameters: Omit<collectFees.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'collectFees',
      args: [parameters.sbn],
    }),
  }
}
