import { encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import { groupTerms } from '../../protocol/groupTerms.js'
import type { Terms } from '../../protocol/terms.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace settle {
  type Parameters = ContractsParameter & {
    terms: readonly Terms[]
  }
  type ReturnType = Hash
}

/**
 * Pays out passes whose time is over, and for metered ones also the day in which they can still be
 * redeemed. Anyone may; the money goes where the terms say, one transfer for all passes with the same
 * gateway, duration and fees. What cannot be settled is skipped, and reported in a `PassSkipped` event.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError`, `InsufficientGasError`, `SignatureRefusedError`,
 * `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { settle } from '@passband/sdk/actions'
 *
 * const hash = await settle(client, { terms: [first, second] })
 * ```
 */
export async function settle(
  client: SigningClient,
  parameters: settle.Parameters,
): Promise<settle.ReturnType> {
  return sendCall(client, settleCall(getContracts(client, parameters), parameters))
}

/** The call that `settle` sends. */
export function settleCall(
  contracts: Contracts,
  parameters: Omit<settle.Parameters, 'contracts'>,
): Call {
  const groups = groupTerms(parameters.terms.map((terms) => ({ terms })))
  const batches = groups.map(({ items, seller }) => ({
    seller,
    passes: items.map(({ buyer }) => buyer),
  }))
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'settle',
      args: [batches],
    }),
  }
}
