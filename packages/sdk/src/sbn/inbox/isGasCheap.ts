import { bytesToHex } from 'viem'
import { postMessageCall } from '../../actions/messages/postMessage.js'
import { estimateMessage } from '../../messaging/chain/estimateMessage.js'
import { chainBlock, sealedDetailsLength } from '../../protocol/chainMessage.js'
import { sealOverhead } from '../../protocol/sealBytes.js'
import type { SbnContext } from '../context.js'
import type { Onchain } from './onchain.js'

const answerLength = chainBlock + sealOverhead + sealedDetailsLength

/** Whether an answer costs no more than this SBN allows, at the price of gas of now. */
export async function isGasCheap(
  { client, contracts }: Pick<SbnContext, 'client' | 'contracts'>,
  { maxCost }: Onchain,
): Promise<boolean> {
  const account = client.account.address
  const [topic, message] = [random(32), random(answerLength)]
  const call = postMessageCall(contracts, { recipient: account, topic, message })
  return (await estimateMessage(client, { account, call })).cost <= maxCost
}

function random(length: number) {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(length)))
}
