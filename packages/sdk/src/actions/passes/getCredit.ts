import type { Address } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getCredit {
  type Parameters = ContractsParameter & {
    account: Address
  }
  type ReturnType = bigint
}

/**
 * Payouts to an account that failed and wait for `withdrawCredit`, in PRIX base units.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getCredit } from '@passband/sdk/actions'
 *
 * const amount = await getCredit(client, { account })
 * ```
 */
export async function getCredit(
  client: ReadingClient,
  parameters: getCredit.Parameters,
): Promise<getCredit.ReturnType> {
  return readCall(client, {
    address: getContracts(client, parameters).marketplace,
    abi: marketplaceAbi,
    functionName: 'getCredit',
    args: [parameters.account],
  })
}
