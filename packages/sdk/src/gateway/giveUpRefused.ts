import { giveUpCall } from '../actions/passes/giveUp.js'
import { getRetryTime, isUnderWay, type Progress } from '../outbox/isUnderWay.js'
import { getSettleTime } from '../protocol/getSettleTime.js'
import type { GatewayContext } from './context.js'
import { readOpenPasses } from './readOpenPasses.js'
import { openPasses } from './tables.js'

/**
 * Gives up the passes that this gateway refused: once, and again when that failed. What cannot be given
 * up before its time is over is settled like any other.
 */
export async function giveUpRefused(
  { contracts, outbox, store }: Pick<GatewayContext, 'contracts' | 'outbox' | 'store'>,
  progress: Progress,
): Promise<void> {
  const { now } = progress
  await store.transaction(async (tx) => {
    for (const { open, row } of await readOpenPasses(tx)) {
      if (!open.refused || getSettleTime(row.terms, row.end) <= now) continue
      if (await isUnderWay(tx, outbox, open.givingUp, progress)) continue
      const attempt = (open.givingUp?.attempt ?? 0) + 1
      // The same keys as those of the owner's own `giveUp`, so that neither is done beside the other.
      const key = `giveUp/${row.passId}/${attempt}`
      await outbox.submit(tx, { key, ...giveUpCall(contracts, { terms: row.terms }) })
      const givingUp = { key, attempt, retryAt: getRetryTime(attempt, now) }
      await openPasses.put(tx, row.passId, { ...open, givingUp })
    }
  })
}
