import type { Address, Hex } from 'viem'
import { getAbiItem } from 'viem'
import { getBlockNumber, getLogs } from 'viem/actions'
import { marketplaceAbi } from '../../contracts/generated.js'
import { toChainError } from '../../errors/toChainError.js'
import { createRange } from '../../follower/createRange.js'
import { abortable } from '../../internal/abortable.js'
import type { ChainContext } from './context.js'

/** A message on the board. Who sent it is what the chain says. */
export type Posted = { sender: Address; recipient: Address; topic: Hex; message: Hex }

/** Messages on the board that fit, from a block on, the oldest first. */
export async function readPosted(
  { client, contracts }: Pick<ChainContext, 'client' | 'contracts'>,
  filter: {
    sender?: Address | Address[] | undefined
    recipient?: Address | undefined
    topic?: Hex | undefined
    fromBlock: bigint
    toBlock?: bigint | undefined
  },
  signal: AbortSignal | undefined,
): Promise<Posted[]> {
  const { fromBlock: first, toBlock: last, recipient, sender, topic } = filter
  const args = {
    ...(sender && { sender }),
    ...(recipient && { recipient }),
    ...(topic && { topic }),
  }
  const address = contracts.marketplace
  const event = getAbiItem({ abi: marketplaceAbi, name: 'MessagePosted' })
  try {
    const head = last ?? (await abortable(getBlockNumber(client, { cacheTime: 0 }), signal))
    const logs = await createRange().read(first, head, (fromBlock, toBlock) =>
      abortable(
        getLogs(client, { address, event, args, strict: true, fromBlock, toBlock }),
        signal,
      ),
    )
    return logs.map((log) => log.args)
  } catch (error) {
    throw toChainError(error)
  }
}
