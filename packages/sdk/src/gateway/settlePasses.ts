import { keccak256, stringToHex } from 'viem'
import { settleCall } from '../actions/passes/settle.js'
import { getRetryTime, isUnderWay, type Progress } from '../outbox/isUnderWay.js'
import { getSettleTime } from '../protocol/getSettleTime.js'
import type { GatewayContext } from './context.js'
import { readOpenPasses } from './readOpenPasses.js'
import { openPasses } from './tables.js'

/** Most passes that are settled in one transaction. */
const batch = 50

/**
 * Hands passes whose time is over to the outbox, in batches: once, and again when that failed or the
 * contract skipped some.
 */
export async function settlePasses(
  { contracts, outbox, store }: Pick<GatewayContext, 'contracts' | 'outbox' | 'store'>,
  progress: Progress,
): Promise<void> {
  const { now } = progress
  await store.transaction(async (tx) => {
    const due = []
    for (const one of await readOpenPasses(tx)) {
      if (getSettleTime(one.row.terms, one.row.end) > now) continue
      // What was given up in the last seconds may still be mined as that.
      const { givingUp, settling } = one.open
      if (await isUnderWay(tx, outbox, settling, progress)) continue
      if (givingUp && (await outbox.state(tx, givingUp.key))?.state === 'open') continue
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
        const settling = { key, attempt, retryAt: getRetryTime(attempt, now) }
        await openPasses.put(tx, row.passId, { ...open, settling })
      }
    }
  })
}
