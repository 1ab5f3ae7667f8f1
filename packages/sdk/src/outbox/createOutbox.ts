import { runOutbox } from './runOutbox.js'
import type { Outbox, OutboxParameters } from './types.js'

/**
 * Sends transactions exactly once, whatever dies in between: a call is written down in the caller's
 * own store transaction, signed with a nonce from the store, stored as signed bytes, and only then
 * sent, and these same bytes are sent again until they are mined and confirmed.
 *
 * Calls go out in the order in which they were submitted, many at a time; one that has to wait, or
 * that cannot be estimated, lets later ones pass. One that the contract would refuse is marked as
 * failed and takes no nonce.
 *
 * What is stuck gets a higher fee under the same nonce. What was confirmed is watched until no
 * reorganization can undo it (`reorgDepth`), and sent again when the chain loses it; after that only a
 * mark of it is kept, for ever, so that its key never sends anything again.
 *
 * One key belongs to one outbox. A second one over the same store is refused (`ready`). One over
 * another store cannot be, but its transactions are noticed (`NonceTakenError`), and what loses its
 * nonce to them is sent under a new one once the stranger's transaction is final.
 *
 * @returns The outbox; nothing is sent before `start()`.
 *
 * @example
 * ```ts
 * const outbox = createOutbox({ client, store, name: 'gateway', confirmations: 2 })
 * outbox.start()
 * await outbox.ready
 * await store.transaction(async (tx) => {
 *   await outbox.submit(tx, { key: `settle/${passId}`, ...settleCall(contracts, { passes }) })
 * })
 * const receipt = await outbox.wait(`settle/${passId}`)
 * ```
 */
export function createOutbox(parameters: OutboxParameters): Outbox {
  return runOutbox(parameters)
}
