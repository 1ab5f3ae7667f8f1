import { encodeFunctionData, type Hash, type Hex } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'
import type { Statement } from '../statement.js'

export declare namespace reportAnswers {
  type Parameters = ContractsParameter & {
    /** Digest of the request, as the subscriber signed it. */
    request: Hex
    first: Statement
    second: Statement
  }
  type ReturnType = Hash
}

/**
 * Takes the bond of an SBN that has signed two different quotes as its answer to one request. The client's
 * account gets a fifth of it, the rest is burned.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`EVIDENCE_INVALID`, `ALREADY_PUNISHED`, `SBN_NOT_REGISTERED`),
 * `InsufficientGasError`, `SignatureRefusedError`, `ChainUnreachableError`,
 * `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { reportAnswers } from '@passband/sdk/actions'
 *
 * const hash = await reportAnswers(client, { request, first, second })
 * ```
 */
export async function reportAnswers(
  client: SigningClient,
  parameters: reportAnswers.Parameters,
): Promise<reportAnswers.ReturnType> {
  return sendCall(client, reportAnswersCall(getContracts(client, parameters), parameters))
}

/** The call that `reportAnswers` sends. */
export function reportAnswersCall(
  contracts: Contracts,
  parameters: Omit<reportAnswers.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'reportAnswers',
      args: [parameters.request, parameters.first, parameters.second],
    }),
  }
}
