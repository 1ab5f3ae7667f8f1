import { encodeFunctionData, type Hash, type Hex } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace publishAttestationRoot {
  type Parameters = ContractsParameter & {
    /** Unix time divided by the length of an epoch, see `getLimits`. */
    epoch: number
    /** Of the digests of the attestations (`hashMessage`), with sorted siblings. */
    root: Hex
  }
  type ReturnType = Hash
}

/**
 * Publishes the Merkle root of all attestations of an epoch that is over, once and for ever. For an SBN.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`SBN_NOT_ACTIVE`, `EPOCH_NOT_OVER`, `ROOT_ZERO`,
 * `ROOT_ALREADY_PUBLISHED`), `InsufficientGasError`, `SignatureRefusedError`,
 * `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { publishAttestationRoot } from '@passband/sdk/actions'
 *
 * const hash = await publishAttestationRoot(client, { epoch, root })
 * ```
 */
export async function publishAttestationRoot(
  client: SigningClient,
  parameters: publishAttestationRoot.Parameters,
): Promise<publishAttestationRoot.ReturnType> {
  return sendCall(client, publishAttestationRootCall(getContracts(client, parameters), parameters))
}

/** The call that `publishAttestationRoot` sends. */
export function publishAttestationRootCall(
  contracts: Contracts,
  parameters: Omit<publishAttestationRoot.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'publishAttestationRoot',
      args: [parameters.epoch, parameters.root],
    }),
  }
}
