import { NotRunningError } from '../errors/lifecycle.js'
import { abortable } from '../internal/abortable.js'
import { createPoller } from '../internal/createPoller.js'
import { checkSbn } from '../messaging/checkSbn.js'
import type { GatewayContext } from './context.js'
import { ensureRegistered } from './ensureRegistered.js'
import { registrations } from './tables.js'

/** Publishes the registration again when the chain or the SBN makes that necessary. */
export type Republisher = {
  start(): void
  /** The SBN's key or the registration is not what it was. */
  wake(): void
  close(): Promise<void>
}

/** Does nothing until it is woken, and then tries until it is done. */
export function createRepublisher(
  context: GatewayContext,
  interval: number,
  onError: (error: unknown) => void,
): Republisher {
  let isNeeded = false
  const poll = async (signal: AbortSignal) => {
    if (!isNeeded) return
    isNeeded = false
    try {
      const { store, sbn: before } = context
      context.sbn = await abortable(checkSbn(context, signal), signal)
      const known = await store.transaction((tx) => registrations.get(tx, before.sbn))
      const isSame = before.encryptionKey === context.sbn.encryptionKey
      if (!isSame || known?.undone) await ensureRegistered(context, signal)
    } catch (error) {
      isNeeded = true
      throw error
    }
  }
  const poller = createPoller({ poll, interval, onError }, () => new NotRunningError('gateway'))
  return {
    start: poller.start,
    wake() {
      isNeeded = true
      poller.wake()
    },
    close: poller.close,
  }
}
