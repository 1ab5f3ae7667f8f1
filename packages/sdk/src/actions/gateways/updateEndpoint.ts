import { type Address, encodeFunctionData, type Hash, type Hex } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace updateEndpoint {
  type Parameters = ContractsParameter & {
    sbn: Address
    /** Larger than at every earlier time for this SBN. */
    sequence: bigint
    /** The registration, sealed to the SBN. */
    sealedEndpoint: Hex
  }
  type ReturnType = Hash
}

/**
 * Publishes a new sealed endpoint of a registered gateway. The contract does not look whether it is
 * registered; readers ignore it when it is not.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`MESSAGE_TOO_LONG`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { updateEndpoint } from '@passband/sdk/actions'
 *
 * const hash = await updateEndpoint(client, { sbn, sequence, sealedEndpoint })
 * ```
 */
export async function updateEndpoint(
  client: SigningClient,
  parameters: updateEndpoint.Parameters,
): Promise<updateEndpoint.ReturnType> {
  return sendCall(client, updateEndpointCall(getContracts(client, parameters), parameters))
}

/** The call that `updateEndpoint` sends. */
export function updateEndpointCall(
  contracts: Contracts,
  parameters: Omit<updateEndpoint.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'updateEndpoint',
      args: [parameters.sbn, parameters.sequence, parameters.sealedEndpoint],
    }),
  }
}
