import { keccak256, stringToHex } from 'viem'
import { settleCall } from '../actions/passes/settle.js'
import type { GatewayContext } from './context.js'
import { passes } from './tables.js'

/** Most passes that are settled in one transaction. */
const batch = 50

/** Hands passes whose time is over to the outbox, in batches. Again with the same pass does nothing. */
export async function settlePasses(
  { contracts, outbox, store }: GatewayContext,
  settling: Set<string>,
  now: number,
): Promise<void> {
  const settled = await store.transaction(async (tx) => {
    const rows = (await passes.list(tx)).map(({ value }) => value)
    const due = rows.filter(
      ({ end, ended, passId }) => !ended && end <= now && !settling.has(passId),
    )
    for (let from = 0; from < due.length; from += batch) {
      const some = due.slice(from, from + batch)
      const key = `settle/${keccak256(stringToHex(some.map(({ passId }) => passId).join()))}`
      const call = settleCall(contracts, { terms: some.map(({ terms }) => terms) })
      await outbox.submit(tx, { key, ...call })
    }
    return due
  })
  for (const { passId } of settled) settling.add(passId)
}
