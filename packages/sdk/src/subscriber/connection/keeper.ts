import type { Session } from '@passband/tunnel'
import { PassbandError } from '../../errors/base.js'
import type { LossReason } from '../../errors/connection.js'
import type { Emitter } from '../../events/createEmitter.js'
import { delay } from '../../internal/delay.js'
import type { SubscriberContext } from '../context.js'
import type { ChainClock } from './createChainClock.js'
import type { ConnectionEvents } from './events.js'
import { getRetryDelay } from './getRetryDelay.js'
import type { ConnectionRow, Leg } from './tables.js'
import { isTemporary, toReason } from './toReason.js'
import type { ConnectionStatus, Failover } from './types.js'

/** What the steps of keeping one connection share. */
export type Keeper<session extends Session = Session> = {
  context: SubscriberContext<session>
  events: Emitter<ConnectionEvents>
  clock: ChainClock
  options: {
    maxPrice: bigint
    budget: bigint
    failover: Failover
    attempts: number
    retryDelay: number
    timeoutSeconds: number | undefined
  }
  /** Aborts when the connection is closed. */
  signal: AbortSignal
  row(): ConnectionRow
  /** Remembers a change for good; afterwards `row` has it. */
  save(change: Partial<ConnectionRow>): Promise<void>
  /** As `save`, for what need not outlive a store that fails now. */
  note(change: Partial<ConnectionRow>): Promise<void>
  setStatus(status: ConnectionStatus): void
  setSession(session: session | undefined): void
}

/** A pass of the connection as it is now, or `undefined` when it was never bought. */
export function getLeg({ row }: Keeper, { quote }: Leg): Leg | undefined {
  return row().legs.find((leg) => leg.quote.details.requestId === quote.details.requestId)
}

/** Replaces one pass of the connection, or takes it away. */
export async function saveLeg(
  { row, save }: Keeper,
  leg: Leg,
  change: Partial<Leg> | undefined,
): Promise<void> {
  const { requestId } = leg.quote.details
  const legs = row().legs.flatMap((one) => {
    if (one.quote.details.requestId !== requestId) return [one]
    return change ? [{ ...one, ...change }] : []
  })
  await save({ legs })
}

/** Says that a try failed, and waits until the next one. */
export async function pause(
  { events, options, signal }: Keeper,
  failure: { reason: LossReason; error?: unknown; attempt: number },
): Promise<void> {
  const milliseconds = getRetryDelay(failure.attempt, options.retryDelay)
  events.emit('retrying', { ...failure, delay: milliseconds })
  await delay(milliseconds, signal)
}

/**
 * Does something again and again while only others are in the way (SBN, chain, store), as long as a
 * connection is wanted. Before anything was bought, and when the policy is to end, it is done once.
 */
export async function patiently<value>(
  keeper: Keeper,
  work: (round: number) => Promise<value>,
): Promise<value> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work(attempt)
    } catch (error) {
      keeper.signal.throwIfAborted()
      const { legs, until } = keeper.row()
      const reason = toReason(error)
      const isPending = PassbandError.is(error) && error.paymentState === 'pending'
      const isOver = until !== undefined && keeper.clock.guess() >= until
      const isWorthIt = keeper.options.failover !== 'none' && legs.length > 0 && !isOver
      if (!isWorthIt || !(isTemporary(reason) || isPending)) throw error
      await pause(keeper, { reason, error, attempt: attempt + 1 })
    }
  }
}
