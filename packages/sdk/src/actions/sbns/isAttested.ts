import type { Address, Hex } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace isAttested {
  type Parameters = ContractsParameter & {
    sbn: Address
    gateway: Address
    /** Unix time divided by the length of an epoch. */
    epoch: number
    /** Hash of what was found out. */
    result: Hex
    /** Siblings from the leaf to the root. */
    proof: readonly Hex[]
  }
  type ReturnType = boolean
}

/**
 * Whether an SBN has published an attestation under its root of the epoch.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { isAttested } from '@passband/sdk/actions'
 *
 * const isThere = await isAttested(client, { sbn, gateway, epoch, result, proof })
 * ```
 */
export async function isAttested(
  client: ReadingClient,
  parameters: isAttested.Parameters,
): Promise<isAttested.ReturnType> {
  const { epoch, gateway, proof, result, sbn } = parameters
  return readCall(client, {
    address: getContracts(client, parameters).marketplace,
    abi: marketplaceAbi,
    functionName: 'isAttested',
    args: [sbn, gateway, epoch, result, proof],
  })
}
