import { type Hash, hexToBigInt } from 'viem'
import { readContract } from 'viem/actions'
import { isActive } from '../actions/passes/isActive.js'
import { marketplaceAbi } from '../contracts/generated.js'
import { toChainError } from '../errors/toChainError.js'
import type { GatewayContext } from './context.js'
import type { PassRow } from './tables.js'

/**
 * Whether a pass is active in a block that is deep enough, read by that block's hash so that it is this
 * very block, and still is in the newest one: an endpoint that was told cannot be taken back.
 *
 * @throws `ChainRefusedError` when the block is not part of the chain any more.
 */
export async function isPassActive(
  { client, contracts }: Pick<GatewayContext, 'client' | 'contracts'>,
  { passId, rekeyed, terms }: Pick<PassRow, 'passId' | 'rekeyed' | 'terms'>,
  confirmed: Hash,
): Promise<boolean> {
  // Whoever a pass was handed on to is served once it has made its own keys known.
  const account = rekeyed?.owner ?? terms.subscriber
  const wasActive = await readContract(client, {
    address: contracts.marketplace,
    abi: marketplaceAbi,
    functionName: 'isActive',
    args: [hexToBigInt(passId), account],
    blockHash: confirmed,
    requireCanonical: true,
  }).catch((error: unknown) => {
    throw toChainError(error)
  })
  return wasActive && (await isActive(client, { contracts, passId, account }))
}
