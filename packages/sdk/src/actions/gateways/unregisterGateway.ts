import { type Address, encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace unregisterGateway {
  type Parameters = ContractsParameter & {
    sbn: Address
  }
  type ReturnType = Hash
}

/**
 * Ends the registration with one SBN. Open passes run on.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`GATEWAY_NOT_REGISTERED`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { unregisterGateway } from '@passband/sdk/actions'
 *
 * const hash = await unregisterGateway(client, { sbn })
 * ```
 */
export async function unregisterGateway(
  client: SigningClient,
  parameters: unregisterGateway.Parameters,
): Promise<unregisterGateway.ReturnType> {
  return sendCall(client, unregisterGatewayCall(getContracts(client, parameters), parameters))
}

/** The call that `unregisterGateway` sends. */
export function unregisterGatewayCall(
  contracts: Contracts,
  parameters: Omit<unregisterGateway.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'unregisterGateway',
      args: [parameters.sbn],
    }),
  }
}
