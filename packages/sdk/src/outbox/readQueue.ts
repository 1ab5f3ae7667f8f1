import { StoreRowMissingError } from '../errors/store.js'
import { rowKey } from './submitIntent.js'
import { intents, type QueuedIntent, queue } from './tables.js'
import type { OutboxContext } from './types.js'

export type OpenQueued = { position: string; intent: QueuedIntent }

/** How many of those whose time has not come are passed over in one look. */
const patient = 256

/** The first intents without a nonce, without those that are to be tried again later. */
export function readQueue(
  { memory, name, store }: OutboxContext,
  limit: number,
): Promise<OpenQueued[]> {
  const now = performance.now()
  return store.transaction(async (tx) => {
    const rows = await queue.list(tx, { prefix: rowKey(name, ''), limit: limit + patient })
    const due = rows.filter(({ value }) => (memory.retries.get(value.key)?.notBefore ?? 0) <= now)
    const result: OpenQueued[] = []
    for (const { key: position, value } of due.slice(0, limit)) {
      const intent = await intents.get(tx, rowKey(name, value.key))
      if (intent?.state !== 'queued') throw new StoreRowMissingError(intents.name)
      result.push({ position, intent })
    }
    return result
  })
}
