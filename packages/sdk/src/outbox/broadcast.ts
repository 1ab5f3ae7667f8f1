import {
  BaseError,
  FeeCapTooLowError,
  type Hex,
  InsufficientFundsError,
  NonceTooLowError,
} from 'viem'
import { sendRawTransaction } from 'viem/actions'
import { getNodeError } from 'viem/utils'
import { InsufficientGasError } from '../errors/client.js'
import { findConnectionError } from '../errors/findConnectionError.js'
import { toChainError } from '../errors/toChainError.js'
import { abortable } from '../internal/abortable.js'
import type { Endpoint, OutboxContext } from './types.js'

/**
 * What the servers said to a transaction. A hint and no more: servers forget, lag and lie, and their
 * texts differ. What became of it is known only from receipts and counts.
 */
export type Verdict =
  | { kind: 'sent' }
  /** Its nonce is used up: by this very transaction, or by another. */
  | { kind: 'stale' }
  /** Below the base fee, or below what else is offered for this nonce. */
  | { kind: 'underpriced' }
  | { kind: 'unfunded'; error: InsufficientGasError }
  | { kind: 'refused'; error: unknown }
  /** Nobody knows: it may be there all the same. */
  | { kind: 'unreached'; error: unknown }

const alreadyKnown = /already known|already imported|already exists|known transaction/i
const underpriced = /underpriced|less than block base fee/i

// Whatever one server accepts is sent; of refusals, the one that says most.
const order: readonly Verdict['kind'][] = [
  ...(['sent', 'stale', 'unfunded', 'underpriced', 'refused', 'unreached'] as const),
]

/** Sends stored bytes through every server, again or for the first time, which makes no difference. */
export async function broadcast(
  { endpoints, signal }: Pick<OutboxContext, 'endpoints' | 'signal'>,
  raw: Hex,
): Promise<Verdict> {
  const sending = endpoints.map((endpoint) => sendTo(endpoint, raw))
  const verdicts = await abortable(Promise.all(sending), signal)
  verdicts.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  return verdicts[0] ?? { kind: 'unreached', error: undefined }
}

async function sendTo(endpoint: Endpoint, serializedTransaction: Hex): Promise<Verdict> {
  try {
    await sendRawTransaction(endpoint, { serializedTransaction })
    return { kind: 'sent' }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    const says = (text: RegExp) =>
      error.walk((cause) => text.test((cause as BaseError).details ?? '')) !== null
    if (findConnectionError(error)) return { kind: 'unreached', error: toChainError(error) }
    if (says(alreadyKnown)) return { kind: 'sent' }
    const nodeError = getNodeError(error, {})
    if (nodeError instanceof NonceTooLowError) return { kind: 'stale' }
    if (nodeError instanceof FeeCapTooLowError || says(underpriced)) return { kind: 'underpriced' }
    if (nodeError instanceof InsufficientFundsError)
      return { kind: 'unfunded', error: new InsufficientGasError({ cause: error }) }
    return { kind: 'refused', error: toChainError(error) }
  }
}
