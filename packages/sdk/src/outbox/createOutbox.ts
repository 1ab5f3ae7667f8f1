import { runOutbox } from './runOutbox.js'
import type { Outbox, OutboxParameters } from './types.js'

/**
 * Sends transactions exactly once, whatever dies in between: a call is written down in the caller's
 * own store transaction, signed with a nonce from the store, stored as signed bytes, and only then
 * sent, and these same bytes are sent again until they are mined and confirmed.
 *
 * Calls go out in the order in which they were submitted, up to 16 at a time. One that the contract
 * would refuse is marked as failed and takes no nonce.
 *
 * One key belongs to one outbox: two over different stores take each other's nonces. The fee is not
 * raised when a transaction is stuck, and one that was confirmed is not looked at again after a
 * deeper reorganization.
 *
 * @returns The outbox; nothing is sent before `start()`.
 *
 * @example
 * ```ts
 * const outbox = createOutbox({ client, store, name: 'gateway', confirmations: 2 })
 * outbox.start()
 * await store.transaction(async (tx) => {
 *   await outbox.submit(tx, { key: `settle/${passId}`, ...settleCall(contracts, { passes }) })
 * })
 * const receipt = await outbox.wait(`settle/${passId}`)
 * ```
 */
export function createOutbox(parameters: OutboxParameters): Outbox {
  return runOutbox(parameters, async () => {})
}
