import type { Address } from 'viem'
import type { MessengerHost } from '../messaging/messenger.js'
import { submitAgain } from '../outbox/submitAgain.js'
import type { Outbox } from '../outbox/types.js'
import { deriveDetailsKey } from '../protocol/deriveDetailsKey.js'
import { unsealBytes } from '../protocol/unsealBytes.js'
import type { Store } from '../store/store.js'
import { registrations } from './tables.js'

/**
 * What a gateway lends to its messenger: its store, its outbox, since nothing else may send with its
 * account, and the key that its registration gave to the SBN.
 */
export function createMessengerHost({
  outbox,
  sbn,
  store,
}: {
  outbox: Outbox
  sbn: Address
  store: Store
}): MessengerHost {
  return {
    store,
    async post(key, call, signal) {
      const attempt = await store.transaction((tx) => submitAgain(outbox, tx, { key, ...call }))
      await outbox.wait(attempt, { signal })
    },
    async openDetails(sealed, context) {
      const registered = await store.transaction((tx) => registrations.get(tx, sbn))
      if (!registered) return undefined
      const { privateKey } = await deriveDetailsKey(registered.checkSecret)
      return unsealBytes(sealed, { privateKey, context }).catch(() => undefined)
    },
  }
}
