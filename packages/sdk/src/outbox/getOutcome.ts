import { type Hex, type TransactionReceipt, TransactionReceiptNotFoundError } from 'viem'
import { ContractRevertedError } from '../errors/contract.js'
import {
  IntentUnknownError,
  NonceTakenError,
  ReceiptUnavailableError,
  TransactionRevertedError,
} from '../errors/outbox.js'
import type { Intent } from './tables.js'

export type Outcome = { receipt: TransactionReceipt } | { error: unknown }

/** How an intent ended, or `undefined` while it has not. */
export async function getOutcome(
  intent: Intent | undefined,
  getReceipt: (hash: Hex) => Promise<TransactionReceipt>,
): Promise<Outcome | undefined> {
  if (!intent) return { error: new IntentUnknownError() }
  if (intent.state === 'done') return { receipt: intent.receipt }
  if (intent.state === 'reverted') return { error: new TransactionRevertedError(intent.receipt) }
  if (intent.state === 'pruned') {
    try {
      const receipt = await getReceipt(intent.hash)
      return intent.isReverted ? { error: new TransactionRevertedError(receipt) } : { receipt }
    } catch (error) {
      // Other failures pass; whoever waits goes on waiting.
      const isGone = error instanceof TransactionReceiptNotFoundError
      return isGone ? { error: new ReceiptUnavailableError() } : undefined
    }
  }
  if (intent.state !== 'failed') return undefined
  if (intent.reason === 'nonceTaken') return { error: new NonceTakenError() }
  const { errorName, args = [] } = intent
  const decoded = errorName === undefined ? undefined : { errorName, args }
  return { error: new ContractRevertedError(decoded, { paymentState: 'unpaid' }) }
}
