import { getChainTime } from '../../internal/getChainTime.js'
import type { SbnContext } from '../context.js'
import type { Blind } from './blindShopper.js'
import { finishBuyer } from './finishBuyer.js'
import { buyers } from './tables.js'

/** Seconds for which buyers are remembered: longer than the chain can take to tell what they did. */
const retention = 7 * 86_400

/** Finishes what blind checks left behind when they were cut off, and forgets who is long done. */
export async function settleBuyers(
  context: SbnContext & { blind: Blind },
  signal: AbortSignal,
): Promise<void> {
  const { blind, client, events, store } = context
  const now = await getChainTime(client)
  for (const buyer of await blind.guard.idle(() => blind.shopper.unfinished())) {
    if (signal.aborted) return
    try {
      await finishBuyer(context, buyer, { now, signal })
    } catch (error) {
      // The others have their turn; this one has another later.
      if (!signal.aborted) events.emit('error', { error })
    }
  }
  await store.transaction(async (tx) => {
    for (const { key, value } of await buyers.list(tx))
      if (value.isDone && value.at < now - retention) await buyers.delete(tx, key)
  })
}
