import { getChainId } from 'viem/actions'
import { WrongChainError } from '../errors/config.js'
import { askFirst } from './askFirst.js'
import { senders } from './tables.js'
import type { OutboxContext } from './types.js'

/** The chain that the outbox is for. Throws `WrongChainError` when the store has it as another's. */
export async function findChainId(context: OutboxContext): Promise<number> {
  const { client, memory, name, store } = context
  if (memory.chainId !== undefined) return memory.chainId
  const chainId = client.chain?.id ?? (await askFirst(context, getChainId))
  const known = (await store.transaction((tx) => senders.get(tx, name)))?.account
  if (known && known.chainId !== chainId)
    throw new WrongChainError(`outbox "${name}"`, chainId, known.chainId)
  if (known && known.address !== client.account.address)
    throw new WrongChainError(`outbox "${name}"`, 'this account', 'another account')
  memory.chainId = chainId
  return chainId
}
