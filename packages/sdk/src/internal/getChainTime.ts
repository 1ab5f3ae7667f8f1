import type { Chain, Client, Transport } from 'viem'
import { getBlock } from 'viem/actions'
import { ChainAnswerInvalidError } from '../errors/client.js'
import { toChainError } from '../errors/toChainError.js'

/** Unix seconds of the newest block: the one clock that all parties share. */
export async function getChainTime(client: Client<Transport, Chain | undefined>): Promise<number> {
  try {
    const { timestamp } = await getBlock(client, { blockTag: 'latest' })
    if (typeof timestamp !== 'bigint') throw new ChainAnswerInvalidError()
    return Number(timestamp)
  } catch (error) {
    throw toChainError(error)
  }
}
