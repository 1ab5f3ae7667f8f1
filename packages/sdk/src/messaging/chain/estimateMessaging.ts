import { type Address, bytesToHex, type Hex } from 'viem'
import { postMessageCall } from '../../actions/messages/postMessage.js'
import { abortable } from '../../internal/abortable.js'
import { chainBlock, sealedDetailsLength } from '../../protocol/chainMessage.js'
import { sealBlock, sealOverhead } from '../../protocol/sealBytes.js'
import type { MessagingCost } from '../messenger.js'
import type { ChainContext } from './context.js'
import { estimateMessage } from './estimateMessage.js'

/** Lengths of what is posted, in bytes. */
const lengths = {
  ask: chainBlock + sealOverhead,
  quote: chainBlock + sealOverhead + sealedDetailsLength,
  delivery: 65 + sealBlock + sealOverhead,
} as const

/** What the messages of one purchase cost now, found out with random messages of the same lengths. */
export async function estimateMessaging(
  { client, contracts, maxCost, sbn }: ChainContext,
  signal: AbortSignal | undefined,
): Promise<MessagingCost> {
  const account = client.account.address
  const estimate = (length: number, recipient: Address) => {
    const [topic, message] = [random(32), random(length)]
    const call = postMessageCall(contracts, { recipient, topic, message })
    return abortable(estimateMessage(client, { account, call }), signal)
  }
  const [ask, quote, delivery] = await Promise.all([
    estimate(lengths.ask, sbn),
    estimate(lengths.quote, account),
    estimate(lengths.delivery, sbn),
  ])
  return { ask, quote, delivery, maxCost }
}

function random(length: number): Hex {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(length)))
}
