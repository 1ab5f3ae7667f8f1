import { type Address, isAddressEqual, zeroAddress } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getGateway {
  type Parameters = ContractsParameter & { gateway: Address; sbn: Address }
  type ReturnType =
    | {
        payee: Address
        /** PRIX base units per Mbit/s and hour. */
        floorPrice: bigint
      }
    | undefined
}

/**
 * A gateway's registration with one SBN, or `undefined` when there is none.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getGateway } from '@passband/sdk/actions'
 *
 * const registration = await getGateway(client, { gateway, sbn })
 * ```
 */
export async function getGateway(
  client: ReadingClient,
  parameters: getGateway.Parameters,
): Promise<getGateway.ReturnType> {
  const { marketplace } = getContracts(client, parameters)
  const result = await readCall(client, {
    address: marketplace,
    abi: marketplaceAbi,
    functionName: 'getGateway',
    args: [parameters.gateway, parameters.sbn],
  })
  return isAddressEqual(result[0], zeroAddress)
    ? undefined
    : { payee: result[0], floorPrice: result[1] }
}
