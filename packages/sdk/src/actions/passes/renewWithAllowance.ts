import { encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import { packTerms } from '../../protocol/packTerms.js'
import type { Terms } from '../../protocol/terms.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace renewWithAllowance {
  type Parameters = ContractsParameter & {
    terms: Terms
    /** How many more. */
    periods: number
  }
  type ReturnType = Hash
}

/**
 * Pays for more periods of a pass that runs, at the same terms, with PRIX that the client's account has
 * approved for the marketplace before. For its owner or an approved operator. `renew` needs no approval.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`RENEWAL_OUT_OF_BOUNDS`, `PASS_NOT_FOUND`,
 * `PASS_ALREADY_ENDED`, `PASS_OVER`, `NOT_AUTHORIZED`, `PAUSED`, `PAYMENT_FAILED`),
 * `InsufficientGasError`, `SignatureRefusedError`, `ChainUnreachableError`,
 * `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { renewWithAllowance } from '@passband/sdk/actions'
 *
 * const hash = await renewWithAllowance(client, { terms: pass.terms, periods: 1 })
 * ```
 */
export async function renewWithAllowance(
  client: SigningClient,
  parameters: renewWithAllowance.Parameters,
): Promise<renewWithAllowance.ReturnType> {
  return sendCall(client, renewWithAllowanceCall(getContracts(client, parameters), parameters))
}

/** The call that `renewWithAllowance` sends. */
export function renewWithAllowanceCall(
  contracts: Contracts,
  parameters: Omit<renewWithAllowance.Parameters, 'contracts'>,
): Call {
  const { buyer, seller } = packTerms(parameters.terms)
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'renew',
      args: [seller, buyer, parameters.periods],
    }),
  }
}
