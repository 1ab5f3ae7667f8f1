import type { Address, Chain, Client, Transport } from 'viem'
import { readContract } from 'viem/actions'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { toChainError } from '../../errors/toChainError.js'

export declare namespace getFees {
  type Parameters = ContractsParameter & { sbn: Address }
  type ReturnType = {
    /** The SBN's share. */
    sbnAmount: bigint
    /** The protocol's share from this SBN's passes. */
    protocolAmount: bigint
  }
}

/**
 * Fees that wait to be collected, in PRIX base units.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getFees } from '@passband/sdk/actions'
 *
 * const { sbnAmount } = await getFees(client, { sbn })
 * ```
 */
export async function getFees(
  client: Client<Transport, Chain | undefined>,
  parameters: getFees.Parameters,
): Promise<getFees.ReturnType> {
  const { marketplace } = getContracts(client, parameters)
  try {
    const result = await readContract(client, {
      address: marketplace,
      abi: marketplaceAbi,
      functionName: 'getFees',
      args: [parameters.sbn],
    })
    return { sbnAmount: result[0], protocolAmount: result[1] }
  } catch (error) {
    throw toChainError(error)
  }
}
