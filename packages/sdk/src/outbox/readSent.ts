import { StoreRowMissingError } from '../errors/store.js'
import type { Store } from '../store/store.js'
import { rowKey } from './submitIntent.js'
import { intents, type NonceRow, nonces, type SentIntent } from './tables.js'

export type OpenSent = { nonceKey: string; row: NonceRow; intent: SentIntent }

/** What is signed and not confirmed, the lowest nonce first. */
export function readSent(store: Store, name: string): Promise<OpenSent[]> {
  return store.transaction(async (tx) => {
    const result: OpenSent[] = []
    for (const { key: nonceKey, value: row } of await nonces.list(tx, {
      prefix: rowKey(name, ''),
    })) {
      if (row.settled) continue
      const intent = await intents.get(tx, rowKey(name, row.key))
      if (intent?.state !== 'sent') throw new StoreRowMissingError(intents.name)
      result.push({ nonceKey, row, intent })
    }
    return result
  })
}
