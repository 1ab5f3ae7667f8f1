import type { GatewayContext } from './context.js'
import { type Admission, hasSameKey } from './isAdmittedAs.js'
import { readOpenPasses } from './readOpenPasses.js'
import type { PassRow } from './tables.js'

/**
 * Stops serving what was left, given up or settled, what is over, and whom the owner's old keys let in.
 * It asks nobody, so that a slow
 * SBN cannot prolong a pass.
 *
 * @param now Chain time, Unix seconds.
 */
export async function endPasses(
  { events, servers, store }: Pick<GatewayContext, 'events' | 'servers' | 'store'>,
  admitted: Map<string, Admission>,
  now: number,
): Promise<void> {
  // Before the store is read: what is admitted meanwhile may be newer than what was read.
  const before = [...admitted]
  const open = await store.transaction(readOpenPasses)
  const running = new Map<string, PassRow>(
    open
      .filter(({ open, row }) => !open.refused && row.end > now)
      .map(({ row }) => [row.passId, row]),
  )
  const over = before.filter(([passId, admission]) => {
    const row = running.get(passId)
    return !row || !hasSameKey(row, admission)
  })
  await Promise.all(
    over.map(async ([passId]) => {
      try {
        await Promise.all([...servers.values()].map((server) => server.revoke(passId)))
        admitted.delete(passId)
      } catch (error) {
        events.emit('error', { error })
      }
    }),
  )
}
