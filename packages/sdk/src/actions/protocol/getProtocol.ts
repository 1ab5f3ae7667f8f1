import type { Address } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getProtocol {
  type Parameters = ContractsParameter
  type ReturnType = {
    /** PRIX base units that an SBN locks up. */
    bond: bigint
    /** Share of what is owed, in basis points. */
    protocolFee: number
    /** Where the protocol's share goes. */
    treasury: Address
    /** Seconds that an SBN's bond stays after it has left. */
    unbondingTime: number
  }
}

/**
 * What the marketplace was deployed with.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getProtocol } from '@passband/sdk/actions'
 *
 * const { bond, protocolFee } = await getProtocol(client)
 * ```
 */
export async function getProtocol(
  client: ReadingClient,
  parameters: getProtocol.Parameters = {},
): Promise<getProtocol.ReturnType> {
  const contract = { address: getContracts(client, parameters).marketplace, abi: marketplaceAbi }
  const [bond, protocolFee, treasury, unbondingTime] = await Promise.all([
    readCall(client, { ...contract, functionName: 'BOND' }),
    readCall(client, { ...contract, functionName: 'PROTOCOL_FEE' }),
    readCall(client, { ...contract, functionName: 'TREASURY' }),
    readCall(client, { ...contract, functionName: 'UNBONDING_TIME' }),
  ])
  return { bond, protocolFee, treasury, unbondingTime }
}
