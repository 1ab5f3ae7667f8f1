import type { Address } from 'viem'
import { prixBuyingAbi } from '../../contracts/excerpts.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getBalance {
  type Parameters = ContractsParameter & { account: Address }
  type ReturnType = bigint
}

/**
 * PRIX that an account holds, in base units (8 decimals).
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getBalance } from '@passband/sdk/actions'
 *
 * const balance = await getBalance(client, { account })
 * ```
 */
export async function getBalance(
  client: ReadingClient,
  parameters: getBalance.Parameters,
): Promise<getBalance.ReturnType> {
  const { prix } = getContracts(client, parameters)
  return readCall(client, {
    address: prix,
    abi: prixBuyingAbi,
    functionName: 'balanceOf',
    args: [parameters.account],
  })
}
