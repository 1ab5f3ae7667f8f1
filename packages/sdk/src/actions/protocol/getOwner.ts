import { type Address, isAddressEqual, zeroAddress } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getOwner {
  type Parameters = ContractsParameter
  type ReturnType = {
    owner: Address | undefined
    pendingOwner: Address | undefined
  }
}

/**
 * Who can pause purchases and set the protocol's fee, and who has been offered that; `undefined` for nobody.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getOwner } from '@passband/sdk/actions'
 *
 * const { owner } = await getOwner(client)
 * ```
 */
export async function getOwner(
  client: ReadingClient,
  parameters: getOwner.Parameters = {},
): Promise<getOwner.ReturnType> {
  const contract = { address: getContracts(client, parameters).marketplace, abi: marketplaceAbi }
  const [owner, pendingOwner] = await Promise.all([
    readCall(client, { ...contract, functionName: 'owner' }),
    readCall(client, { ...contract, functionName: 'pendingOwner' }),
  ])
  const known = (account: Address) => (isAddressEqual(account, zeroAddress) ? undefined : account)
  return { owner: known(owner), pendingOwner: known(pendingOwner) }
}
