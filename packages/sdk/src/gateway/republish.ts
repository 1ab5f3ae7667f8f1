import { abortable } from '../internal/abortable.js'
import { checkSbn } from '../messaging/checkSbn.js'
import type { GatewayContext } from './context.js'
import { ensureRegistered } from './ensureRegistered.js'
import { registrations } from './tables.js'

/** Publishes the registration again when the SBN's key or the chain has made that necessary. */
export async function republish(context: GatewayContext, signal: AbortSignal): Promise<void> {
  const { sbn: before, store } = context
  const sbn = await abortable(checkSbn(context, signal), signal)
  context.sbn = sbn
  const known = await store.transaction((tx) => registrations.get(tx, sbn.sbn))
  if (before.encryptionKey !== sbn.encryptionKey || known?.undone)
    await ensureRegistered(context, signal)
}
