import type { GatewayContext } from './context.js'
import { readOpenPasses } from './readOpenPasses.js'

/**
 * Stops serving what was left, given up or settled, and what is over. It asks nobody, so that a slow
 * SBN cannot prolong a pass.
 *
 * @param now Chain time, Unix seconds.
 */
export async function endPasses(
  { events, servers, store }: Pick<GatewayContext, 'events' | 'servers' | 'store'>,
  admitted: Set<string>,
  now: number,
): Promise<void> {
  // Before the store is read: what is admitted meanwhile may be newer than what was read.
  const before = [...admitted]
  const open = await store.transaction(readOpenPasses)
  const running = new Set(
    open.filter(({ open, row }) => !open.refused && row.end > now).map(({ row }) => row.passId),
  )
  const over = before.filter((passId) => !running.has(passId as `0x${string}`))
  await Promise.all(
    over.map(async (passId) => {
      try {
        await Promise.all([...servers.values()].map((server) => server.revoke(passId)))
        admitted.delete(passId)
      } catch (error) {
        events.emit('error', { error })
      }
    }),
  )
}
