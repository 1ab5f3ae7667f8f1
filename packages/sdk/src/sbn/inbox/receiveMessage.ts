import { type Address, type Hex, isAddressEqual, size } from 'viem'
import { numberKey } from '../../store/numberKey.js'
import type { Transaction } from '../../store/store.js'
import type { SbnContext } from '../context.js'
import { inbox, longestMessage } from './tables.js'

type MessageEvent = {
  blockNumber: bigint
  logIndex: number
  args: { sender: Address; recipient: Address; topic: Hex; message: Hex }
}

const getKey = ({ blockNumber, logIndex }: MessageEvent) =>
  `${numberKey(blockNumber)}/${numberKey(logIndex)}`

/**
 * Remembers a message to this SBN, inside the follower's transaction. It is dealt with later, since
 * that takes time and the network.
 */
export async function receiveMessage(
  { client, onchain }: Pick<SbnContext, 'client' | 'onchain'>,
  tx: Transaction,
  event: MessageEvent,
): Promise<void> {
  const { message, recipient, sender, topic } = event.args
  if (!onchain || !isAddressEqual(recipient, client.account.address)) return
  if (size(message) > longestMessage) return
  const { blockNumber } = event
  await inbox.put(tx, getKey(event), { sender, topic, message, blockNumber })
}

/** Forgets a message that a reorganization took. It comes again when it is mined again. */
export async function forgetMessage(tx: Transaction, event: MessageEvent): Promise<void> {
  await inbox.delete(tx, getKey(event))
}
