import { BaseError, InsufficientFundsError, NonceTooLowError } from 'viem'
import { sendRawTransaction } from 'viem/actions'
import { getNodeError } from 'viem/utils'
import { InsufficientGasError } from '../errors/client.js'
import { abortable } from '../internal/abortable.js'
import type { SentIntent } from './tables.js'
import type { OutboxContext } from './types.js'

const alreadyKnown = /already known|already imported|already exists|known transaction/i

/**
 * Sends the stored bytes, again or for the first time, which makes no difference.
 *
 * @returns `'stale'` when the nonce is used up: by this very transaction, or by another.
 */
export async function broadcastIntent(
  { client, signal }: OutboxContext,
  { raw }: SentIntent,
): Promise<'sent' | 'stale'> {
  try {
    await abortable(sendRawTransaction(client, { serializedTransaction: raw }), signal)
    return 'sent'
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    if (error.walk((cause) => alreadyKnown.test((cause as Error).message ?? ''))) return 'sent'
    const nodeError = getNodeError(error, {})
    if (nodeError instanceof NonceTooLowError) return 'stale'
    if (nodeError instanceof InsufficientFundsError)
      throw new InsufficientGasError({ cause: error, paymentState: 'unpaid' })
    throw error
  }
}
