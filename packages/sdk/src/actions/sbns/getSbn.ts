import type { Address, Hex } from 'viem'
import { marketplaceBuyingAbi } from '../../contracts/excerpts.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getSbn {
  type Parameters = ContractsParameter & { sbn: Address }
  type ReturnType = {
    /** Whether purchases with its quotes are accepted. */
    active: boolean
    /** Highest share it takes of what is owed, in basis points. */
    fee: number
    /** Counts the keys it had, from 1; 0 when it never registered. */
    keySequence: number
    /** Unix seconds from which the bond can be withdrawn; 0 while it stays. */
    withdrawableAt: number
    /** PRIX base units. */
    bond: bigint
    encryptionKey: Hex
  }
}

/**
 * The public record of an SBN.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getSbn } from '@passband/sdk/actions'
 *
 * const { active, encryptionKey } = await getSbn(client, { sbn })
 * ```
 */
export async function getSbn(
  client: ReadingClient,
  parameters: getSbn.Parameters,
): Promise<getSbn.ReturnType> {
  const { marketplace } = getContracts(client, parameters)
  const result = await readCall(client, {
    address: marketplace,
    abi: marketplaceBuyingAbi,
    functionName: 'getSbn',
    args: [parameters.sbn],
  })
  return {
    active: result[0],
    fee: result[1],
    keySequence: result[2],
    withdrawableAt: result[3],
    bond: result[4],
    encryptionKey: result[5],
  }
}
