import { encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace leaveSbn {
  type Parameters = ContractsParameter
  type ReturnType = Hash
}

/**
 * Stops the client's account from being an SBN: its quotes are not accepted any more, and the
 * unbonding time starts. Open passes run on.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`SBN_NOT_REGISTERED`, `SBN_NOT_ACTIVE`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { leaveSbn } from '@passband/sdk/actions'
 *
 * const hash = await leaveSbn(client)
 * ```
 */
export async function leaveSbn(
  client: SigningClient,
  parameters: leaveSbn.Parameters = {},
): Promise<leaveSbn.ReturnType> {
  return sendCall(client, leaveSbnCall(getContracts(client, parameters)))
}

/** The call that `leaveSbn` sends. */
export function leaveSbnCall(contracts: Contracts): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'leaveSbn',
    }),
  }
}
