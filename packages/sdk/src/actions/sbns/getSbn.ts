import type { Address, Hex } from 'viem'
import { marketplaceBuyingAbi } from '../../contracts/excerpts.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getSbn {
  type Parameters = ContractsParameter & { sbn: Address }
  type ReturnType = {
    /** Whether purchases with its quotes are accepted. */
    active: boolean
    /** Who signs its quotes and attestations; zero when there is none. */
    signer: Address
    /** Highest share it may take now of what is owed, in basis points. */
    fee: number
    /** The same from `nextFeeAt` on. */
    nextFee: number
    /** Unix seconds; 0 when nothing is due to change. */
    nextFeeAt: number
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
  return readCall(client, {
    address: marketplace,
    abi: marketplaceBuyingAbi,
    functionName: 'getSbn',
    args: [parameters.sbn],
  })
}
