import { type TransactionReceipt, TransactionReceiptNotFoundError } from 'viem'
import { getTransactionReceipt } from 'viem/actions'
import { abortable } from '../internal/abortable.js'
import type { SentIntent } from './tables.js'
import type { OutboxContext } from './types.js'

/** The receipt, or `undefined` while the transaction is not mined. */
export async function findReceipt(
  { client, signal }: OutboxContext,
  { hash }: SentIntent,
): Promise<TransactionReceipt | undefined> {
  try {
    return await abortable(getTransactionReceipt(client, { hash }), signal)
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined
    throw error
  }
}
