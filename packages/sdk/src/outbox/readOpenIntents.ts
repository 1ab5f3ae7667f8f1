import { StoreRowMissingError } from '../errors/store.js'
import type { Store } from '../store/store.js'
import type { OpenIntent } from './finishIntent.js'
import { rowKey } from './submitIntent.js'
import { intents, openIntents } from './tables.js'

/** The first unfinished intents, in the order in which they were submitted. */
export function readOpenIntents(store: Store, name: string, limit: number): Promise<OpenIntent[]> {
  return store.transaction(async (tx) => {
    const open = await openIntents.list(tx, { prefix: rowKey(name, ''), limit })
    const result: OpenIntent[] = []
    for (const { key: position, value } of open) {
      const intent = await intents.get(tx, rowKey(name, value.key))
      if (!intent) throw new StoreRowMissingError(intents.name)
      result.push({ position, intent })
    }
    return result
  })
}
