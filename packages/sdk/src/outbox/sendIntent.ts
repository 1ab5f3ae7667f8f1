import { ContractRevertedError } from '../errors/contract.js'
import { broadcastIntent } from './broadcastIntent.js'
import { estimateIntent } from './estimateIntent.js'
import { finishIntent, type OpenIntent } from './finishIntent.js'
import { signIntent } from './signIntent.js'
import type { QueuedIntent, SentIntent } from './tables.js'
import type { OutboxContext } from './types.js'

/**
 * Takes an intent from the queue to the chain.
 *
 * @param isAlone Whether no earlier transaction is still waiting to be mined.
 * @returns The intent as it is now sent, `'failed'` when the contract refuses it for good, `'wait'`
 * when that is to be asked again later.
 */
export async function sendIntent(
  context: OutboxContext,
  open: OpenIntent<QueuedIntent>,
  isAlone: boolean,
): Promise<OpenIntent<SentIntent> | 'failed' | 'wait'> {
  const { store, name, reached, logger } = context
  const gas = await estimateIntent(context, open.intent, isAlone ? 'latest' : 'pending')
  await reached('estimated')
  if (gas instanceof ContractRevertedError) {
    // An earlier transaction may be what it needs, and not every server shows pending ones.
    if (!isAlone) return 'wait'
    const { errorName, args } = gas
    const { key, to, data, value } = open.intent
    await finishIntent(store, name, open.position, {
      ...{ state: 'failed', key, to, data, value, reason: 'refused' },
      ...(errorName === undefined ? {} : { errorName, args: [...args] }),
    })
    logger?.warn('transaction refused', { name, key, errorName })
    return 'failed'
  }
  const sent = await signIntent(context, open, { gas, isAlone })
  if (!sent) return 'wait'
  await reached('stored')
  await broadcastIntent(context, sent.intent)
  await reached('broadcast')
  return sent
}
