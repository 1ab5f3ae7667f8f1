import type { Chain, Client, Transport } from 'viem'
import { getBlock } from 'viem/actions'
import { ChainAnswerInvalidError } from '../../errors/client.js'
import { toChainError } from '../../errors/toChainError.js'

/** Number and time of a block, the newest when none is named. */
export async function readBlock(
  client: Client<Transport, Chain | undefined>,
  blockNumber?: bigint | undefined,
): Promise<{ number: bigint; timestamp: number }> {
  try {
    const asked = blockNumber === undefined ? { blockTag: 'latest' as const } : { blockNumber }
    const { number, timestamp } = await getBlock(client, asked)
    const isOther = blockNumber !== undefined && number !== blockNumber
    if (typeof number !== 'bigint' || typeof timestamp !== 'bigint' || isOther)
      throw new ChainAnswerInvalidError()
    return { number, timestamp: Number(timestamp) }
  } catch (error) {
    throw toChainError(error)
  }
}
