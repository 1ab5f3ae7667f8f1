import type { Pool } from '../../internal/createPool.js'
import type { Meetings } from '../checking/createMeetings.js'
import type { SbnContext } from '../context.js'
import type { GatewayRow } from '../tables.js'
import { checkBlindly } from './checkBlindly.js'
import { isBlindNext } from './planTests.js'

/**
 * Starts the blind checks whose time has come, as far as there are places. Their times are their own:
 * a customer who comes when an open check is due would be known by that.
 */
export function runDueBlind(
  context: SbnContext,
  rows: readonly GatewayRow[],
  {
    clock,
    meetings,
    pool,
    signal,
  }: { clock: () => number; meetings: Meetings; pool: Pool; signal: AbortSignal },
): void {
  const { blind } = context
  if (!blind) return
  for (const row of rows) {
    if (!isBlindNext(context, row, clock()) || (row.speed?.next ?? 0) > clock()) continue
    pool.offer(row.gateway, () =>
      checkBlindly({ ...context, blind }, row, { clock, meetings, signal }),
    )
  }
}
