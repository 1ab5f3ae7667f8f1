import { type Address, encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'
import type { Statement } from '../statement.js'

export declare namespace reportAttestations {
  type Parameters = ContractsParameter & {
    gateway: Address
    /** Unix time divided by the length of an epoch. */
    epoch: number
    first: Statement
    second: Statement
  }
  type ReturnType = Hash
}

/**
 * Takes the bond of an SBN that has signed two different attestations of one gateway in one epoch. The
 * client's account gets a fifth of it, the rest is burned.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`EVIDENCE_INVALID`, `ALREADY_PUNISHED`, `SBN_NOT_REGISTERED`),
 * `InsufficientGasError`, `SignatureRefusedError`, `ChainUnreachableError`,
 * `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { reportAttestations } from '@passband/sdk/actions'
 *
 * const hash = await reportAttestations(client, { gateway, epoch, first, second })
 * ```
 */
export async function reportAttestations(
  client: SigningClient,
  parameters: reportAttestations.Parameters,
): Promise<reportAttestations.ReturnType> {
  return sendCall(client, reportAttestationsCall(getContracts(client, parameters), parameters))
}

/** The call that `reportAttestations` sends. */
export function reportAttestationsCall(
  contracts: Contracts,
  parameters: Omit<reportAttestations.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'reportAttestations',
      args: [parameters.gateway, parameters.epoch, parameters.first, parameters.second],
    }),
  }
}
