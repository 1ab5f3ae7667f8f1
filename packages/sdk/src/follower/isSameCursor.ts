import type { Cursor } from './cursors.js'

/** Whether the stored cursor, if there is one, is still the one that somebody read. */
export function isSameCursor(stored: Cursor | undefined, read: Cursor): boolean {
  return stored ? stored.next === read.next && stored.hash === read.hash : read.hash === undefined
}
