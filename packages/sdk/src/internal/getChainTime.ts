import type { Chain, Client, Transport } from 'viem'
import { getBlock } from 'viem/actions'
import { toChainError } from '../errors/toChainError.js'

/** Unix seconds of the newest block: the one clock that all parties share. */
export async function getChainTime(client: Client<Transport, Chain | undefined>): Promise<number> {
  try {
    return Number((await getBlock(client, { blockTag: 'latest' })).timestamp)
  } catch (error) {
    throw toChainError(error)
  }
}
