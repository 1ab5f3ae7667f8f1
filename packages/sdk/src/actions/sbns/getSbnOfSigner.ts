import { type Address, isAddressEqual, zeroAddress } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getSbnOfSigner {
  type Parameters = ContractsParameter & {
    signer: Address
  }
  type ReturnType = Address | undefined
}

/**
 * The SBN that a key signs or has signed for, or `undefined` when for none.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getSbnOfSigner } from '@passband/sdk/actions'
 *
 * const sbn = await getSbnOfSigner(client, { signer })
 * ```
 */
export async function getSbnOfSigner(
  client: ReadingClient,
  parameters: getSbnOfSigner.Parameters,
): Promise<getSbnOfSigner.ReturnType> {
  const sbn = await readCall(client, {
    address: getContracts(client, parameters).marketplace,
    abi: marketplaceAbi,
    functionName: 'getSbnOfSigner',
    args: [parameters.signer],
  })
  return isAddressEqual(sbn, zeroAddress) ? undefined : sbn
}
