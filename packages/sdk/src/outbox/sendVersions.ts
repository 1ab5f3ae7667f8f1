import type { Hex } from 'viem'
import type { Sight } from './readSight.js'
import { sendStored } from './sendStored.js'
import { rowKey } from './submitIntent.js'
import { intents, type SentIntent } from './tables.js'
import type { OutboxContext } from './types.js'

/** Stores further versions of transactions, and sends them. */
export async function sendVersions(
  context: OutboxContext,
  sight: Sight,
  versions: readonly { intent: SentIntent; raw: Hex }[],
): Promise<void> {
  const { lease, name, reached } = context
  await reached('raised')
  await lease.write(async (tx) => {
    for (const { intent } of versions) await intents.put(tx, rowKey(name, intent.key), intent)
  })
  await reached('stored')
  await sendStored(context, sight, versions)
}
