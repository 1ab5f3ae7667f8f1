import type { Announcement } from './applyEvents.js'
import type { SbnContext } from './context.js'

/** Changes what is kept in memory, and tells of it. Only for what is committed. */
export function announce(
  { events }: Pick<SbnContext, 'events'>,
  announcements: readonly Announcement[],
): void {
  for (const { apply, event, name } of announcements) {
    apply?.()
    events.emit(name, event as never)
  }
}
