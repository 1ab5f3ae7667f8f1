import { ChainUnreachableError } from '../errors/client.js'
import { PassUnservedError, TermsRefusedError } from '../errors/gateway.js'
import type { Head } from '../follower/types.js'
import type { Pool } from '../internal/createPool.js'
import type { GatewayContext } from './context.js'
import { type Admission, isAdmittedAs } from './isAdmittedAs.js'
import { readOpenPasses } from './readOpenPasses.js'
import { refusePass } from './refusePass.js'
import { servePass } from './servePass.js'
import { setAside } from './setAside.js'
import { openPasses, type PassRow, passes } from './tables.js'

/** Milliseconds until a pass is tried again that could not be served. */
const retryDelay = 2_000

/** Longest that one try may take, in milliseconds: an SBN that never answers is one that fails. */
const longestTry = 30_000

/** Least time for which a pass is tried before it is given up undelivered, in seconds. */
const leastPatience = 30

/** What is known of passes beyond the store, while the process lives. */
export type ServingState = {
  /** Passes that the drivers let in. */
  admitted: Map<string, Admission>
  /** Where passes are served, several at a time, since each may wait for the SBN. */
  pool: Pool
  /** Local time, in milliseconds, before which a pass that failed is not tried again. */
  retryAt: Map<string, number>
  /** Local time, in milliseconds, since when a pass could not be delivered. */
  failingSince: Map<string, number>
  /** The newest block with enough confirmations up to which events were applied. */
  head: Head | undefined
  /** Seconds for which a delivery is tried. */
  patience: number
}

/**
 * Starts to admit every running pass and to deliver what was not delivered yet, as far as there are
 * places. What fails is reported and comes again later; one bad pass does not hold up the others.
 * What the gateway did not agree to, what can never be served, and what could not be delivered for
 * too long is refused.
 *
 * @param now Chain time, Unix seconds.
 */
export async function servePasses(
  context: GatewayContext,
  state: ServingState,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const { events, store } = context
  const { admitted, failingSince, pool, retryAt } = state
  const startedAt = Date.now()
  const chainTime = () => now + Math.floor((Date.now() - startedAt) / 1_000)
  for (const { open: pass, row } of await store.transaction(readOpenPasses)) {
    const { passId } = row
    const isServed = row.delivered && !pass.redeliver && isAdmittedAs(row, admitted.get(passId))
    const isDone = pass.refused || pass.unusable || row.end <= now || isServed
    if (isDone || startedAt < (retryAt.get(passId) ?? 0)) continue
    pool.offer(passId, async () => {
      try {
        // It may have been served or have ended since the list was read.
        const current = await store.transaction(async (tx) => {
          const [open, row] = [await openPasses.get(tx, passId), await passes.get(tx, passId)]
          return open && row && { open, row }
        })
        if (!current || current.open.refused || current.open.unusable) return
        const within = AbortSignal.any([signal, AbortSignal.timeout(longestTry)])
        await servePass(context, state, current, chainTime, within).catch(
          async (error: unknown) => {
            if (!(error instanceof TermsRefusedError)) throw error
            if (await setAside(context, current.row, error)) throw error
            await refusePass(context, admitted, current.row, error)
          },
        )
        retryAt.delete(passId)
        failingSince.delete(passId)
      } catch (error) {
        if (signal.aborted) return
        retryAt.set(passId, Date.now() + retryDelay)
        events.emit('error', { error })
        if (!isHopeless(state, row, error)) return
        const cause = new PassUnservedError({ cause: error })
        await refusePass(context, admitted, row, cause).catch((error: unknown) =>
          events.emit('error', { error }),
        )
      }
    })
  }
}

/**
 * Whether a pass could not be delivered for so long that its buyer is better off with the money. What
 * was delivered once is served on, whatever fails.
 */
function isHopeless({ failingSince, patience }: ServingState, row: PassRow, error: unknown) {
  if (row.delivered || error instanceof ChainUnreachableError) return false
  const { passId, terms } = row
  const since = failingSince.get(passId) ?? Date.now()
  failingSince.set(passId, since)
  const longest = Math.min(patience, Math.max(leastPatience, terms.duration / 10))
  return Date.now() - since >= longest * 1_000
}
