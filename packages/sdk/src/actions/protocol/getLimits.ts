import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getLimits {
  type Parameters = ContractsParameter
  /** Fees and shares in basis points, times in seconds. */
  type ReturnType = {
    maxProtocolFee: number
    /** How long a higher protocol fee is known before it counts. */
    protocolFeeDelay: number
    maxSbnFee: number
    /** How long a higher fee of an SBN is known before it counts. */
    sbnFeeDelay: number
    /** Of a period. */
    minDuration: number
    /** Of a period. */
    maxDuration: number
    /** How long after its purchase a pass can be renewed at most. */
    maxRenewal: number
    /** How long after its end a metered pass can still be redeemed. */
    redeemGrace: number
    /** Of a pass, as a share of its price. */
    maxMinimum: number
    /** How far ahead the deadline of a quote may be. */
    maxQuoteAhead: number
    /** Longest message, sealed endpoint and URL, in bytes. */
    maxMessage: bigint
    /** Length of an epoch, for which an SBN attests each gateway at most once. */
    epoch: bigint
    /** Of a slashed bond, for who reported. */
    reporterShare: number
  }
}

/**
 * What is the same for every marketplace.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getLimits } from '@passband/sdk/actions'
 *
 * const { redeemGrace } = await getLimits(client)
 * ```
 */
export async function getLimits(
  client: ReadingClient,
  parameters: getLimits.Parameters = {},
): Promise<getLimits.ReturnType> {
  return readCall(client, {
    address: getContracts(client, parameters).marketplace,
    abi: marketplaceAbi,
    functionName: 'getLimits',
  })
}
