import type { Address, Chain, Client, Transport } from 'viem'
import { readContract } from 'viem/actions'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { toChainError } from '../../errors/toChainError.js'

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
  client: Client<Transport, Chain | undefined>,
  parameters: getProtocol.Parameters = {},
): Promise<getProtocol.ReturnType> {
  const contract = { address: getContracts(client, parameters).marketplace, abi: marketplaceAbi }
  try {
    const [bond, protocolFee, treasury, unbondingTime] = await Promise.all([
      readContract(client, { ...contract, functionName: 'BOND' }),
      readContract(client, { ...contract, functionName: 'PROTOCOL_FEE' }),
      readContract(client, { ...contract, functionName: 'TREASURY' }),
      readContract(client, { ...contract, functionName: 'UNBONDING_TIME' }),
    ])
    return { bond, protocolFee, treasury, unbondingTime }
  } catch (error) {
    throw toChainError(error)
  }
}
