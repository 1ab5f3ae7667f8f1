import * as z from 'zod/mini'
import { getSbn } from '../../actions/sbns/getSbn.js'
import { PassbandError } from '../../errors/base.js'
import { SbnAnswerInvalidError, SbnUnreachableError } from '../../errors/messaging.js'
import { toChainError } from '../../errors/toChainError.js'
import { abortable } from '../../internal/abortable.js'
import { delay } from '../../internal/delay.js'
import { chainBlock, listShared, splitAnswer } from '../../protocol/chainMessage.js'
import { packValue } from '../../protocol/packValue.js'
import { sealBytes } from '../../protocol/sealBytes.js'
import { unpackValue } from '../../protocol/unpackValue.js'
import { unsealBytes } from '../../protocol/unsealBytes.js'
import { fromRefusal } from '../refusal.js'
import { type Route, routes } from '../routes.js'
import type { ChainContext } from './context.js'
import { findBlock } from './findBlock.js'
import { type Exchange, openExchange } from './openExchange.js'
import { postOnce } from './postOnce.js'
import { readPosted } from './readPosted.js'

const reply = z.object({ answer: z.optional(z.unknown()), refusal: z.optional(z.unknown()) })

/**
 * Asks an SBN over the chain: posts the question, unless it is there, and waits for the answer.
 *
 * @param id What tells the question from others of its kind: the same id finds the same answer.
 * @throws `SbnUnreachableError` when nothing comes in time; `MessageTooExpensiveError`, and those of
 * the call
 */
export async function ask<request, response>(
  context: ChainContext,
  route: Route<request, response>,
  { id, request }: { id: string; request: request },
  signal: AbortSignal | undefined,
): Promise<response> {
  const { client, timeoutSeconds } = context
  const exchange = await openExchange(context, `${route.path}/${id}`)
  const fromBlock = await abortable(findBlock(client, exchange.since), signal).catch((error) => {
    throw toChainError(error, { paymentState: 'unpaid' })
  })
  const end = Date.now() + timeoutSeconds * 1_000
  let isAsked = false
  for (;;) {
    try {
      const answer = await readAnswer(context, exchange, { fromBlock, route, request }, signal)
      if (answer) return parseAnswer(route, answer.value)
    } catch (error) {
      // Once it is asked, an RPC server that fails for a moment does not end the waiting.
      const isPassing =
        PassbandError.is(error) && error.retryable && error.code.startsWith('CHAIN_')
      if (!isAsked || !isPassing) throw error
    }
    if (!isAsked) await postQuestion(context, exchange, { fromBlock, route, request }, signal)
    isAsked = true
    if (Date.now() > end) throw new SbnUnreachableError()
    await delay(client.pollingInterval, signal)
  }
}

type Asked<request, response> = {
  fromBlock: bigint
  route: Route<request, response>
  request: request
}

async function postQuestion<request, response>(
  context: ChainContext,
  { replyKey, topic }: Exchange,
  { fromBlock, request, route }: Asked<request, response>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { client, contracts, deployment, sbn } = context
  const { encryptionKey } = await abortable(getSbn(client, { contracts, sbn }), signal)
  const plaintext = packValue({ call: route.path, replyKey, body: request })
  const sender = client.account.address
  const message = await sealBytes(plaintext, {
    recipientKey: encryptionKey,
    context: { kind: 'chainMessage', deployment, sender, recipient: sbn, topic },
    block: chainBlock,
  })
  await postOnce(context, { recipient: sbn, topic, message, fromBlock }, signal)
}

/** The first answer that opens: whatever else was posted under the topic means nothing. */
async function readAnswer<request, response>(
  context: ChainContext,
  { replySecret, topic }: Exchange,
  { fromBlock, request, route }: Asked<request, response>,
  signal: AbortSignal | undefined,
): Promise<{ value: unknown } | undefined> {
  const { client, deployment, sbn } = context
  const recipient = client.account.address
  const posted = await readPosted(context, { sender: sbn, recipient, topic, fromBlock }, signal)
  for (const { message } of posted) {
    const sealed = route.path === routes.requestQuote.path ? splitAnswer(message).answer : message
    const text = await unsealBytes(sealed, {
      privateKey: replySecret,
      context: { kind: 'chainMessage', deployment, sender: sbn, recipient, topic },
    }).catch(() => undefined)
    if (text) return { value: unpack(text, request) }
  }
  return undefined
}

function unpack(text: Uint8Array, request: unknown): unknown {
  try {
    return unpackValue(text, listShared(request))
  } catch (cause) {
    throw new SbnAnswerInvalidError({ cause })
  }
}

function parseAnswer<request, response>(route: Route<request, response>, value: unknown): response {
  const { answer, refusal } = z.safeParse(reply, value).data ?? {}
  if (refusal !== undefined) throw fromRefusal(refusal)
  const result = z.safeParse(route.response, answer)
  if (!result.success) throw new SbnAnswerInvalidError({ cause: result.error })
  return result.data
}
