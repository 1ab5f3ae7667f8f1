import type { ContractRevertedError } from '../errors/contract.js'
import type { OpenQueued } from './readQueue.js'
import { rowKey } from './submitIntent.js'
import { intents, queue } from './tables.js'
import type { OutboxContext } from './types.js'

/** Notes that the contract refuses a call. It takes no nonce. */
export async function refuseIntent(
  { lease, logger, name }: OutboxContext,
  { intent, position }: OpenQueued,
  { args, errorName }: ContractRevertedError,
): Promise<void> {
  const { key, to, data, value } = intent
  await lease.write(async (tx) => {
    await intents.put(tx, rowKey(name, key), {
      ...{ state: 'failed', key, to, data, value, reason: 'refused' },
      ...(errorName === undefined ? {} : { errorName, args: [...args] }),
    })
    await queue.delete(tx, position)
  })
  logger?.warn('transaction refused', { name, key, errorName })
}
