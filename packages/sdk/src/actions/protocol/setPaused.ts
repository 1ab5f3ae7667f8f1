import { encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace setPaused {
  type Parameters = ContractsParameter & {
    paused: boolean
  }
  type ReturnType = Hash
}

/**
 * Stops purchases and renewals, and nothing else, or allows them again. For the marketplace's owner.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`NOT_MARKETPLACE_OWNER`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { setPaused } from '@passband/sdk/actions'
 *
 * const hash = await setPaused(client, { paused: true })
 * ```
 */
export async function setPaused(
  client: SigningClient,
  parameters: setPaused.Parameters,
): Promise<setPaused.ReturnType> {
  return sendCall(client, setPausedCall(getContracts(client, parameters), parameters))
}

/** The call that `setPaused` sends. */
export function setPausedCall(
  contracts: Contracts,
  parameters: Omit<setPaused.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'setPaused',
      args: [parameters.paused],
    }),
  }
}
