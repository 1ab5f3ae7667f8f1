import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getPolicy {
  type Parameters = ContractsParameter
  type ReturnType = {
    /** Whether purchases and renewals are stopped. */
    paused: boolean
    /** Share of what passes bought now will owe, in basis points. */
    protocolFee: number
    /** The same from `nextProtocolFeeAt` on. */
    nextProtocolFee: number
    /** Unix seconds; 0 when nothing is due to change. */
    nextProtocolFeeAt: number
  }
}

/**
 * What the marketplace's owner has set: for purchases yet to come, never for passes that were bought.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getPolicy } from '@passband/sdk/actions'
 *
 * const { paused, protocolFee } = await getPolicy(client)
 * ```
 */
export async function getPolicy(
  client: ReadingClient,
  parameters: getPolicy.Parameters = {},
): Promise<getPolicy.ReturnType> {
  const { marketplace } = getContracts(client, parameters)
  const [paused, protocolFee, nextProtocolFee, nextProtocolFeeAt] = await readCall(client, {
    address: marketplace,
    abi: marketplaceAbi,
    functionName: 'getPolicy',
  })
  return { paused, protocolFee, nextProtocolFee, nextProtocolFeeAt }
}
