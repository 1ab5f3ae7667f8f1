import type { Address, Hex } from 'viem'
import { getTransactionCount } from 'viem/actions'
import { postMessageCall } from '../../actions/messages/postMessage.js'
import { sendCall } from '../../actions/sendCall.js'
import { PassbandError } from '../../errors/base.js'
import { MessageTooExpensiveError, SbnUnreachableError } from '../../errors/messaging.js'
import { toChainError } from '../../errors/toChainError.js'
import { abortable } from '../../internal/abortable.js'
import { delay } from '../../internal/delay.js'
import { getChainTime } from '../../internal/getChainTime.js'
import type { ChainContext } from './context.js'
import { estimateMessage } from './estimateMessage.js'
import { readPosted } from './readPosted.js'
import { posts } from './tables.js'

/** Seconds in which a message whose sending was not confirmed may still turn up. */
const patience = 60

export type Post = { recipient: Address; topic: Hex; message: Hex; fromBlock: bigint }

/**
 * Posts a message, unless it is on the board already or on its way there: what an earlier call, or an
 * earlier process, sent is not paid for again.
 *
 * @throws `MessageTooExpensiveError`, and nothing was sent; `SbnUnreachableError` when something else
 * of the account does not get through; those of `postMessage`
 */
export async function postOnce(
  context: ChainContext,
  post: Post,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { client, contracts, host } = context
  if (await isPosted(context, post, signal)) return
  const call = postMessageCall(contracts, post)
  if (host.post) {
    await requireAffordable(context, call)
    await host.post(`message/${post.topic}`, call, signal)
    return
  }
  await settlePending(context, signal)
  // What was pending may have been just this.
  if ((await isPosted(context, post, signal)) || (await isOnItsWay(context, post))) return
  await requireAffordable(context, call)
  signal?.throwIfAborted()
  const at = await getChainTime(client)
  await host.store.transaction((tx) => posts.put(tx, getKey(context, post), { at }))
  try {
    await sendCall(client, call)
  } catch (error) {
    // Its answer was lost, and it may be there all the same: the logs will tell.
    if (PassbandError.is(error) && error.paymentState === 'pending') return
    await host.store.transaction((tx) => posts.delete(tx, getKey(context, post)))
    throw error
  }
}

const getKey = ({ client }: ChainContext, { topic }: Post) => `${client.account.address}/${topic}`

async function isPosted(
  context: ChainContext,
  { fromBlock, recipient, topic }: Post,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const sender = context.client.account.address
  return (await readPosted(context, { sender, recipient, topic, fromBlock }, signal)).length > 0
}

async function isOnItsWay(context: ChainContext, post: Post): Promise<boolean> {
  const { client, host } = context
  const row = await host.store.transaction((tx) => posts.get(tx, getKey(context, post)))
  return row !== undefined && (await getChainTime(client)) < row.at + patience
}

async function requireAffordable(
  { client, maxCost }: ChainContext,
  call: ReturnType<typeof postMessageCall>,
): Promise<void> {
  const { address: account } = client.account
  const { cost } = await estimateMessage(client, { account, call })
  if (cost > maxCost) throw new MessageTooExpensiveError(cost, maxCost)
}

/** Waits until nothing of the account is pending, as far as the RPC server knows. */
async function settlePending(
  { client, timeoutSeconds }: ChainContext,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { address } = client.account
  const end = Date.now() + timeoutSeconds * 1_000
  const count = async (blockTag: 'latest' | 'pending') =>
    abortable(getTransactionCount(client, { address, blockTag }), signal).catch((error) => {
      throw toChainError(error, { paymentState: 'unpaid' })
    })
  while ((await count('pending')) > (await count('latest'))) {
    if (Date.now() > end) throw new SbnUnreachableError()
    await delay(client.pollingInterval, signal)
  }
}
