import { type Address, type Chain, type Client, type Hex, hexToBigInt, type Transport } from 'viem'
import { readContract } from 'viem/actions'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { toChainError } from '../../errors/toChainError.js'

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
  client: Client<Transport, Chain | undefined>,
  parameters: isActive.Parameters,
): Promise<isActive.ReturnType> {
  const { marketplace } = getContracts(client, parameters)
  try {
    const result = await readContract(client, {
      address: marketplace,
      abi: marketplaceAbi,
      functionName: 'isActive',
      args: [hexToBigInt(parameters.passId), parameters.account],
    })
    return result
  } catch (error) {
    throw toChainError(error)
  }
}
