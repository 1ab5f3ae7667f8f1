import type { Address } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getConfiguration {
  type Parameters = ContractsParameter
  type ReturnType = {
    /** The payment token. */
    prix: Address
    /** Where the protocol's share goes. */
    treasury: Address
    /** PRIX base units that an SBN locks up. */
    bond: bigint
    /** Seconds that an SBN's bond stays after it has left. */
    unbondingTime: number
  }
}

/**
 * What the marketplace was deployed with, and what never changes.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getConfiguration } from '@passband/sdk/actions'
 *
 * const { bond, unbondingTime } = await getConfiguration(client)
 * ```
 */
export async function getConfiguration(
  client: ReadingClient,
  parameters: getConfiguration.Parameters = {},
): Promise<getConfiguration.ReturnType> {
  const { marketplace } = getContracts(client, parameters)
  const [prix, treasury, bond, unbondingTime] = await readCall(client, {
    address: marketplace,
    abi: marketplaceAbi,
    functionName: 'getConfiguration',
  })
  return { prix, treasury, bond, unbondingTime }
}
