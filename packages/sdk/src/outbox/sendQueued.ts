import { toChainError } from '../errors/toChainError.js'
import { mapLimited } from '../internal/mapLimited.js'
import { confirmRefusal } from './confirmRefusal.js'
import { type Estimate, estimateIntent } from './estimateIntent.js'
import { type OpenQueued, readQueue } from './readQueue.js'
import type { OpenSent } from './readSent.js'
import type { Sight } from './readSight.js'
import { refuseIntent } from './refuseIntent.js'
import { type Ready, signIntents } from './signIntents.js'
import { simulateCalls } from './simulateCalls.js'
import type { OutboxContext } from './types.js'

/** Milliseconds until a call that could not be estimated is tried again, at most. */
const longestPause = 600_000

/**
 * Takes intents from the queue to the chain, as many as there is room for.
 *
 * @param sent What is signed and not confirmed.
 * @param unmined What of it waits to be mined.
 * @returns How many were signed or given up.
 */
export async function sendQueued(
  context: OutboxContext,
  sight: Sight,
  { sent, unmined }: { sent: readonly OpenSent[]; unmined: readonly OpenSent[] },
): Promise<number> {
  const { maxInFlight, memory, reached, report } = context
  const room = Math.min(maxInFlight - unmined.length, maxInFlight * 8 - sent.length)
  if (room <= 0) return 0
  const candidates = await readQueue(context, room)
  if (candidates.length === 0) return 0

  const blockTag = unmined.length === 0 ? 'latest' : 'pending'
  const estimates = await mapLimited(candidates, 16, (one) =>
    estimateIntent(context, one.intent, blockTag),
  )
  await reached('estimated')
  const ready: Ready[] = []
  let failure: unknown
  let refused = 0
  let isFirst = true
  for (const [index, open] of candidates.entries()) {
    const { key } = open.intent
    const estimate = estimates[index] as Estimate
    if (estimate.kind !== 'unclear') {
      memory.retries.delete(key)
      report(`intent ${key}`, undefined)
    }
    // An earlier transaction may be what a refused one needs, and not every server shows pending ones.
    isFirst &&= sent.every(({ row }) => (row.position ?? '') > open.position)
    if (estimate.kind === 'ready') ready.push({ ...open, gas: estimate.gas })
    else if (estimate.kind === 'unanswered') failure = toChainError(estimate.error)
    else if (estimate.kind === 'unclear') tryLater(context, open, estimate.error)
    else if (isFirst) {
      if (await confirmRefusal(context, sight, open.intent, blockTag)) {
        await refuseIntent(context, open, estimate.error)
        refused++
      } else tryLater(context, open, estimate.error)
    }
    isFirst &&= estimate.kind === 'unclear' || estimate.kind === 'refused'
  }
  report('estimates', failure)
  const agreeing = await leaveOutConflicts(context, ready, blockTag)
  if (agreeing.length > 0)
    await signIntents(context, sight, { ready: agreeing, isAlone: sent.length === 0 })
  return agreeing.length + refused
}

/** Each call was looked at alone. What fails after the others waits until they are sent. */
async function leaveOutConflicts(
  context: OutboxContext,
  ready: readonly Ready[],
  blockTag: 'latest' | 'pending',
): Promise<readonly Ready[]> {
  if (ready.length < 2) return ready
  const calls = ready.map(({ intent }) => intent)
  const successes = await simulateCalls(context, calls, blockTag)
  return ready.filter((_, index) => index === 0 || successes?.[index])
}

/** What nobody can say anything about lets the others pass. */
function tryLater(
  { memory, pollingInterval, report }: OutboxContext,
  { intent: { key } }: OpenQueued,
  error: unknown,
) {
  const failures = (memory.retries.get(key)?.failures ?? 0) + 1
  const pause = Math.min(pollingInterval * 2 ** (failures - 1), longestPause)
  memory.retries.set(key, { failures, notBefore: performance.now() + pause })
  report(`intent ${key}`, toChainError(error))
}
