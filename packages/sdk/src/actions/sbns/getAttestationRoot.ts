import { type Address, type Hex, zeroHash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getAttestationRoot {
  type Parameters = ContractsParameter & {
    sbn: Address
    /** Unix time divided by the length of an epoch. */
    epoch: number
  }
  type ReturnType = Hex | undefined
}

/**
 * The Merkle root of the attestations of an epoch that an SBN has published, or `undefined` when none.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getAttestationRoot } from '@passband/sdk/actions'
 *
 * const root = await getAttestationRoot(client, { sbn, epoch })
 * ```
 */
export async function getAttestationRoot(
  client: ReadingClient,
  parameters: getAttestationRoot.Parameters,
): Promise<getAttestationRoot.ReturnType> {
  const root = await readCall(client, {
    address: getContracts(client, parameters).marketplace,
    abi: marketplaceAbi,
    functionName: 'getAttestationRoot',
    args: [parameters.sbn, parameters.epoch],
  })
  return root === zeroHash ? undefined : root
}
