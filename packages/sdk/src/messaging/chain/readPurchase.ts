import { getAbiItem, type Hex, hexToBigInt } from 'viem'
import { getBlockNumber, getLogs } from 'viem/actions'
import { getPass } from '../../actions/passes/getPass.js'
import { marketplaceAbi } from '../../contracts/generated.js'
import { toChainError } from '../../errors/toChainError.js'
import { createRange } from '../../follower/createRange.js'
import { abortable } from '../../internal/abortable.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import type { Terms } from '../../protocol/terms.js'
import { unpackTerms } from '../../protocol/unpackTerms.js'
import type { ChainContext } from './context.js'
import { findBlock } from './findBlock.js'

/** A purchase, as its event tells. */
export type Purchase = {
  terms: Terms
  blockNumber: bigint
  /** Unix seconds. */
  start: number
}

/** Reads a purchase from the chain's logs; `undefined` when the pass was not bought, or not yet. */
export async function readPurchase(
  { client, contracts }: Pick<ChainContext, 'client' | 'contracts'>,
  passId: Hex,
  signal: AbortSignal | undefined,
): Promise<Purchase | undefined> {
  const pass = await abortable(getPass(client, { contracts, passId }), signal)
  if (!pass) return undefined
  const { start } = pass
  const args = { passId: hexToBigInt(passId) }
  const event = getAbiItem({ abi: marketplaceAbi, name: 'PassPurchased' })
  try {
    const first = await abortable(findBlock(client, start), signal)
    const head = await abortable(getBlockNumber(client, { cacheTime: 0 }), signal)
    const address = contracts.marketplace
    const [log] = await createRange().read(first, head, (fromBlock, toBlock) =>
      abortable(
        getLogs(client, { address, event, args, strict: true, fromBlock, toBlock }),
        signal,
      ),
    )
    if (!log) return undefined
    const terms = unpackTerms(log.args)
    return hashTerms(terms) === passId ? { terms, blockNumber: log.blockNumber, start } : undefined
  } catch (error) {
    throw toChainError(error)
  }
}
