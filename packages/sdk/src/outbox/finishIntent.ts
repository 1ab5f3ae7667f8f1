import type { Store } from '../store/store.js'
import { rowKey } from './submitIntent.js'
import { type Intent, intents, openIntents } from './tables.js'

/** An intent that is not finished, and where it stands in the queue. */
export type OpenIntent<intent extends Intent = Intent> = { position: string; intent: intent }

/** Writes how an intent ended and takes it out of the queue. */
export async function finishIntent(
  store: Store,
  name: string,
  position: string,
  intent: Intent,
): Promise<void> {
  await store.transaction(async (tx) => {
    await intents.put(tx, rowKey(name, intent.key), intent)
    await openIntents.delete(tx, position)
  })
}
