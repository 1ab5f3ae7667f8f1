import type { Outbox } from '../outbox/types.js'
import type { Transaction } from '../store/store.js'
import type { Attempted } from './tables.js'

/** Seconds until something may be tried again that a transaction did not do; twice as long each time. */
const patience = 60
const longestPatience = 86_400

/** How far the chain was read: its time in Unix seconds, and the block up to which events were applied. */
export type Progress = { now: number; followed: bigint }

/** Whether what was attempted last may still take effect, or may have done so unseen. */
export async function isUnderWay(
  tx: Transaction,
  outbox: Pick<Outbox, 'state'>,
  attempted: Attempted | undefined,
  { followed, now }: Progress,
): Promise<boolean> {
  if (!attempted) return false
  const intent = await outbox.state(tx, attempted.key)
  if (intent?.state === 'open' || now < attempted.retryAt) return true
  // What it ended is told by events, which may not be read that far yet.
  return intent?.state === 'done' && intent.blockNumber > followed
}

/** When the next attempt is due after this one. */
export function getRetryTime(attempt: number, now: number): number {
  return now + Math.min(patience * 2 ** (attempt - 1), longestPatience)
}
