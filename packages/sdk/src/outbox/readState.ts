import type { Transaction } from '../store/store.js'
import { rowKey } from './submitIntent.js'
import { intents } from './tables.js'
import type { IntentState } from './types.js'

/** How far an intent is. */
export async function readState(
  tx: Transaction,
  name: string,
  key: string,
): Promise<IntentState | undefined> {
  const intent = await intents.get(tx, rowKey(name, key))
  if (!intent) return undefined
  if (intent.state === 'done') return { state: 'done', blockNumber: intent.receipt.blockNumber }
  if (intent.state === 'pruned' && !intent.isReverted)
    return { state: 'done', blockNumber: intent.blockNumber }
  return { state: intent.state === 'queued' || intent.state === 'sent' ? 'open' : 'failed' }
}
