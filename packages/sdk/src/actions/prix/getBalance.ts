import type { Address, Chain, Client, Transport } from 'viem'
import { readContract } from 'viem/actions'
import { prixAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { toChainError } from '../../errors/toChainError.js'

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
  client: Client<Transport, Chain | undefined>,
  parameters: getBalance.Parameters,
): Promise<getBalance.ReturnType> {
  const { prix } = getContracts(client, parameters)
  try {
    return await readContract(client, {
      address: prix,
      abi: prixAbi,
      functionName: 'balanceOf',
      args: [parameters.account],
    })
  } catch (error) {
    throw toChainError(error)
  }
}
