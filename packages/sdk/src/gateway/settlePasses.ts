import { keccak256, stringToHex } from 'viem'
import { settleCall } from '../actions/passes/settle.js'
import type { Outbox } from '../outbox/types.js'
import type { Transaction } from '../store/store.js'
import type { GatewayContext } from './context.js'
import { readOpenPasses } from './readOpenPasses.js'
import { type OpenPassRow, openPasses } from './tables.js'

/** Most passes that are settled in one transaction. */
const batch = 50

/** Seconds until a pass may be settled again that a transaction did not settle; twice as long each time. */
const patience = 60
const longestPatience = 86_400

/**
 * Hands passes whose time is over to the outbox, in batches: once, and again when that failed or the
 * contract skipped some.
 *
 * @param now Chain time, Unix seconds.
 * @param followed The block up to which events were applied.
 */
export async function settlePasses(
  { contracts, outbox, store }: Pick<GatewayContext, 'contracts' | 'outbox' | 'store'>,
  now: number,
  followed: bigint,
): Promise<void> {
  await store.transaction(async (tx) => {
    const due = []
    for (const one of await readOpenPasses(tx)) {
      if (one.row.end > now || (await isSettling(tx, outbox, one.open, now, followed))) continue
      due.push(one)
    }
    for (let from = 0; from < due.length; from += batch) {
      const some = due.slice(from, from + batch).map(({ open, row }) => {
        const attempt = (open.settling?.attempt ?? 0) + 1
        return { open, row, attempt, id: `${row.passId}/${attempt}` }
      })
      const key = `settle/${keccak256(stringToHex(some.map(({ id }) => id).join()))}`
      const call = settleCall(contracts, { terms: some.map(({ row }) => row.terms) })
      await outbox.submit(tx, { key, ...call })
      for (const { attempt, open, row } of some) {
        const retryAt = now + Math.min(patience * 2 ** (attempt - 1), longestPatience)
        await openPasses.put(tx, row.passId, { ...open, settling: { key, attempt, retryAt } })
      }
    }
  })
}

async function isSettling(
  tx: Transaction,
  outbox: Pick<Outbox, 'state'>,
  { settling }: OpenPassRow,
  now: number,
  followed: bigint,
): Promise<boolean> {
  if (!settling) return false
  const intent = await outbox.state(tx, settling.key)
  if (intent?.state === 'open' || now < settling.retryAt) return true
  // What it ended is told by events, which may not be read that far yet.
  return intent?.state === 'done' && intent.blockNumber > followed
}
