import * as z from 'zod/mini'
import type { Transaction } from '../store/store.js'
import type { Outbox } from './types.js'

/**
 * Something that a transaction is to bring about: the intent that was submitted last, from when (Unix
 * seconds) it may be tried again, and how often it was. For rows of a role's own tables.
 */
export const attempted = z.object({
  key: z.string(),
  attempt: z.int(),
  retryAt: z.int().check(z.minimum(0)),
})

export type Attempted = z.output<typeof attempted>

/** How far the chain was read: its time in Unix seconds, and the block up to which events were applied. */
export type Progress = { now: number; followed: bigint }

/** Seconds until something may be tried again that a transaction did not do; twice as long each time. */
const patience = 60
const longestPatience = 86_400

/**
 * Whether what was attempted last may still take effect, or may have done so unseen. When it may not,
 * and events do not tell of the effect, it is to be attempted again under a new key.
 */
export async function isUnderWay(
  tx: Transaction,
  outbox: Pick<Outbox, 'state'>,
  last: Attempted | undefined,
  { followed, now }: Progress,
): Promise<boolean> {
  if (!last) return false
  const intent = await outbox.state(tx, last.key)
  if (intent?.state === 'open' || now < last.retryAt) return true
  // What it did is told by events, which may not be read that far yet.
  return intent?.state === 'done' && intent.blockNumber > followed
}

/** When the next attempt is due after this one, in Unix seconds. */
export function getRetryTime(attempt: number, now: number): number {
  return now + Math.min(patience * 2 ** (attempt - 1), longestPatience)
}
