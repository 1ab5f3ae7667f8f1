import { StoreInputError } from '../errors/store.js'
import { numberKey } from '../store/numberKey.js'
import type { Transaction } from '../store/store.js'
import { intents, queue, senders } from './tables.js'
import type { IntentParameters } from './types.js'

export const rowKey = (name: string, key: string) => `${name}/${key}`

/** Keys of what the outbox sends for itself begin with it. */
export const reservedPrefix = 'outbox:'

export function assertName(name: string) {
  if (!/^[\w.-]{1,64}$/.test(name))
    throw new StoreInputError('The name of an outbox must be 1 to 64 of [A-Za-z0-9._-].')
}

/** Writes an intent, unless its key is known. */
export async function submitIntent(
  tx: Transaction,
  name: string,
  { key, to, data, value = 0n }: IntentParameters,
): Promise<boolean> {
  if (key.startsWith(reservedPrefix))
    throw new StoreInputError(`The key of an intent must not begin with "${reservedPrefix}".`)
  if (await intents.get(tx, rowKey(name, key))) return false
  const sender = (await senders.get(tx, name)) ?? { nextSequence: 0 }
  await intents.insert(tx, rowKey(name, key), { state: 'queued', key, to, data, value })
  await queue.insert(tx, rowKey(name, numberKey(sender.nextSequence)), { key })
  await senders.put(tx, name, { ...sender, nextSequence: sender.nextSequence + 1 })
  return true
}
