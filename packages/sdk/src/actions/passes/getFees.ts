import type { Address } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

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
  client: ReadingClient,
  parameters: getFees.Parameters,
): Promise<getFees.ReturnType> {
  const { marketplace } = getContracts(client, parameters)
  const result = await readCall(client, {
    address: marketplace,
    abi: marketplaceAbi,
    functionName: 'getFees',
    args: [parameters.sbn],
  })
  return { sbnAmount: result[0], protocolAmount: result[1] }
}
