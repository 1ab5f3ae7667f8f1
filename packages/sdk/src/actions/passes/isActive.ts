import { type Address, type Hex, hexToBigInt } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace isActive {
  type Parameters = ContractsParameter & { passId: Hex; account: Address }
  type ReturnType = boolean
}

/**
 * Whether an account owns a pass and its time runs now.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { isActive } from '@passband/sdk/actions'
 *
 * if (await isActive(client, { passId, account })) console.log('let in')
 * ```
 */
export async function isActive(
  client: ReadingClient,
  parameters: isActive.Parameters,
): Promise<isActive.ReturnType> {
  const { marketplace } = getContracts(client, parameters)
  return readCall(client, {
    address: marketplace,
    abi: marketplaceAbi,
    functionName: 'isActive',
    args: [hexToBigInt(parameters.passId), parameters.account],
  })
}
