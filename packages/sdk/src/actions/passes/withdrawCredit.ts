import { type Address, encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace withdrawCredit {
  type Parameters = ContractsParameter & {
    to: Address
  }
  type ReturnType = Hash
}

/**
 * Sends payouts to the client's account that failed to an address that can receive them. `getCredit` says
 * how much that is.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`CREDIT_ZERO`, `PAYEE_INVALID`, `PAYOUT_FAILED`),
 * `InsufficientGasError`, `SignatureRefusedError`, `ChainUnreachableError`,
 * `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { withdrawCredit } from '@passband/sdk/actions'
 *
 * const hash = await withdrawCredit(client, { to })
 * ```
 */
export async function withdrawCredit(
  client: SigningClient,
  parameters: withdrawCredit.Parameters,
): Promise<withdrawCredit.ReturnType> {
  return sendCall(client, withdrawCreditCall(getContracts(client, parameters), parameters))
}

/** The call that `withdrawCredit` sends. */
export function withdrawCreditCall(
  contracts: Contracts,
  parameters: Omit<withdrawCredit.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'withdrawCredit',
      args: [parameters.to],
    }),
  }
}
