import type { Hex } from 'viem'
import * as z from 'zod/mini'
import { toChainError } from '../../errors/toChainError.js'
import { abortable } from '../../internal/abortable.js'
import { splitAnswer } from '../../protocol/chainMessage.js'
import { type Details, details, hashDetails } from '../../protocol/details.js'
import { unpackValue } from '../../protocol/unpackValue.js'
import type { ChainContext } from './context.js'
import { findBlock } from './findBlock.js'
import { readPosted } from './readPosted.js'
import { readPurchase } from './readPurchase.js'

/** Longest time between a quote and its purchase, in seconds: the contract takes no older one. */
const quoteLifetime = 600

/**
 * The details that the SBN posted together with the quote, sealed to this gateway; `undefined` when
 * the quote did not go over the chain. They are those whose hash was bought.
 */
export async function readPushedDetails(
  context: ChainContext,
  passId: Hex,
  signal: AbortSignal | undefined,
): Promise<Details | undefined> {
  const { client, deployment, host, sbn } = context
  if (!host.openDetails) return undefined
  const purchase = await readPurchase(context, passId, signal)
  if (!purchase) return undefined
  const { blockNumber: toBlock, start, terms } = purchase
  const finding = findBlock(client, start - quoteLifetime)
  const fromBlock = await abortable(finding, signal).catch((error) => {
    throw toChainError(error)
  })
  const filter = { sender: sbn, recipient: terms.subscriber, fromBlock, toBlock }
  for (const { message } of await readPosted(context, filter, signal)) {
    const opened = await host.openDetails(splitAnswer(message).details, {
      kind: 'chainMessage',
      deployment,
      sender: sbn,
      recipient: client.account.address,
      topic: passId,
    })
    const found = opened && parse(opened)
    if (found && hashDetails(found) === terms.details) return found
  }
  return undefined
}

function parse(bytes: Uint8Array): Details | undefined {
  try {
    return z.parse(details, unpackValue(bytes))
  } catch {
    return undefined
  }
}
