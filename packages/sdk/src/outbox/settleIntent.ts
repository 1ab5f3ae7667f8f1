import { getBlockNumber, getTransactionCount } from 'viem/actions'
import { abortable } from '../internal/abortable.js'
import { broadcastIntent } from './broadcastIntent.js'
import { findReceipt } from './findReceipt.js'
import { finishIntent, type OpenIntent } from './finishIntent.js'
import type { SentIntent } from './tables.js'
import type { OutboxContext } from './types.js'

/**
 * Looks what became of a transaction, sends it again while it is not mined, and finishes it once its
 * block is deep enough.
 *
 * @returns Whether it is mined, if only for now.
 */
export async function settleIntent(
  context: OutboxContext,
  { position, intent }: OpenIntent<SentIntent>,
): Promise<boolean> {
  const { client, store, name, confirmations, onMined, logger, reached } = context
  const receipt = await findReceipt(context, intent)
  if (!receipt) {
    const isStale = (await broadcastIntent(context, intent)) === 'stale'
    return isStale && dropIfTaken(context, { position, intent })
  }
  await reached('mined')
  const head = await abortable(getBlockNumber(client, { cacheTime: 0 }), context.signal)
  if (head - receipt.blockNumber < confirmations) return true

  const { key, to, data, value } = intent
  const state = receipt.status === 'success' ? 'done' : 'reverted'
  await finishIntent(store, name, position, { state, key, to, data, value, receipt })
  logger?.info('transaction confirmed', { name, key, state })
  await reached('finished')
  if (state === 'done') onMined?.({ key, receipt })
  return true
}

/** Gives an intent up whose nonce went to another transaction, once that is beyond doubt. */
async function dropIfTaken(
  context: OutboxContext,
  { position, intent }: OpenIntent<SentIntent>,
): Promise<boolean> {
  const { client, store, name, confirmations, signal } = context
  const { key, to, data, value, nonce } = intent
  const head = await abortable(getBlockNumber(client, { cacheTime: 0 }), signal)
  const blockNumber = head - BigInt(confirmations)
  if (blockNumber < 0n) return false
  const { address } = client.account
  const used = await abortable(getTransactionCount(client, { address, blockNumber }), signal)
  // Mined between the two questions, or not deep enough to be sure: the next poll knows more.
  if (used <= nonce || (await findReceipt(context, intent))) return false
  const failed = { state: 'failed', key, to, data, value, reason: 'nonceTaken' } as const
  await finishIntent(store, name, position, failed)
  return true
}
